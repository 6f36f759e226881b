import type { OutputOf, RequestOf } from "#modules/routes.ts";
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
  const rest = new Map<string, unknown>(Object.entries(input));
  const path = routes[name].path.replaceAll(/:(\w+)/g, (_, param: string) => {
    const value = param === "workspace" ? slug : rest.get(param);
    rest.delete(param);
    return encodeURIComponent(String(value));
  });
  const query = new URLSearchParams([...rest].map(([key, value]): [string, string] => [key, String(value)]));
  const response = await person.context.request.get(`${path}?${query.toString()}`);
  if (!response.ok()) throw new Error(`${name}: ${response.status()} ${await response.text()}`);
  return (await response.json()) as OutputOf<Name>;
}
