import { v7 as newCommandId } from "uuid";
import type { OutputOf, RequestOf, RouteName } from "#modules/routes.ts";
import { routes } from "#modules/routes.ts";
import type { ViewName as QueryName } from "#server/http/door-types.ts";
import type { Person } from "./browser.ts";

/** What the server tells this person's browser, exact to the last place: screens round to the minor unit. */
export async function ask<Name extends QueryName>(
  person: Person,
  slug: string,
  name: Name,
  input: RequestOf<Name>,
): Promise<OutputOf<Name>> {
  const { path, rest } = addressOf(slug, name, input);
  const query = new URLSearchParams([...rest].map(([key, value]): [string, string] => [key, String(value)]));
  const response = await person.context.request.get(`${path}?${query.toString()}`);
  if (!response.ok()) throw new Error(`${name}: ${response.status()} ${await response.text()}`);
  return (await response.json()) as OutputOf<Name>;
}

/** What this person has done without the screens, so that a story begins where it becomes interesting. */
export async function tell<Name extends RouteName>(
  person: Person,
  slug: string,
  name: Name,
  input: RequestOf<Name>,
): Promise<OutputOf<Name>> {
  const { path, rest } = addressOf(slug, name, input);
  const headers = { "command-id": newCommandId() };
  const response = await person.context.request.post(path, { headers, data: Object.fromEntries(rest) });
  if (!response.ok()) throw new Error(`${name}: ${response.status()} ${await response.text()}`);
  return (await response.json()) as OutputOf<Name>;
}

/** The path with its ids in place, and what of the input is left for the query or the body. */
function addressOf(
  slug: string,
  name: RouteName,
  input: object,
): { readonly path: string; readonly rest: ReadonlyMap<string, unknown> } {
  const rest = new Map<string, unknown>(Object.entries(input));
  const path = routes[name].path.replaceAll(/:(\w+)/g, (_, param: string) => {
    const value = param === "workspace" ? slug : rest.get(param);
    rest.delete(param);
    return encodeURIComponent(String(value));
  });
  return { path, rest };
}
