import type { Route } from "#kernel/route.ts";
import { routes } from "#modules/routes.ts";

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1917;background:#fff}
h2{margin-top:2.5rem;border-bottom:1px solid #d6d3d1}h3{margin:1.5rem 0 .25rem;font-size:1rem}code{font-family:ui-monospace,monospace}
pre{background:#f5f5f4;padding:.75rem;overflow:auto;max-height:24rem;font-size:.8125rem}.dim{color:#57534e}
@media(prefers-color-scheme:dark){body{background:#1c1917;color:#fafaf9}pre{background:#292524}.dim{color:#a8a29e}h2{border-color:#57534e}}`;

/** By its media type, of which each of our routes has one. */
type Content = Readonly<Record<string, { readonly schema: unknown }>>;

type Operation = {
  readonly operationId: string;
  readonly summary: string;
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly description: string;
        readonly content?: Content;
      }
    >
  >;
};

/** A plain page of the API, made from its OpenAPI description; needs no script and nothing from elsewhere. */
export function writeApiDocsPage(openApi: Record<string, unknown>): string {
  const paths = openApi["paths"] as Record<string, Record<string, Operation>>;
  const groups = new Map<string, string[]>();
  for (const [name, route] of Object.entries<Route>(routes)) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    const operation = paths[path]?.[route.method.toLowerCase()];
    if (operation === undefined) continue;
    const group = path.split("/")[route.scope === "workspace" ? 4 : 2] ?? "other";
    groups.set(group, [...(groups.get(group) ?? []), section(name, route, path, operation)]);
  }
  const { description } = openApi["info"] as { description: string };
  const body = [...groups].map(
    ([group, sections]) => `<h2 id="${escape(group)}">${escape(group)}</h2>${sections.join("")}`,
  );
  const index = [...groups.keys()]
    .map((group) => `<a href="#${escape(group)}">${escape(group)}</a>`)
    .join(" · ");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Treadle API</title><style>${style}</style><h1>Treadle API</h1><p>${escape(description)}</p>
<p><a href="/api/openapi.json">OpenAPI 3.1</a></p><nav>${index}</nav>${body.join("")}</html>`;
}

function section(name: string, route: Route, path: string, operation: Operation): string {
  const sent = schemaOf(operation.requestBody?.content);
  const answered = schemaOf(operation.responses["200"]?.content);
  const refusals = Object.entries(operation.responses)
    .filter(([status]) => status !== "200")
    .map(([status, { description }]) => `${status}: ${description}`)
    .join("; ");
  return `<h3 id="${name}"><code>${route.method} ${escape(path)}</code></h3><p>${escape(route.summary)}
<span class="dim">(${name}${route.action === null ? "" : `, ${route.action}`})</span></p>
${sent === undefined ? "" : details("Body", sent)}${details("Answer", answered)}<p class="dim">${escape(refusals)}</p>`;
}

const schemaOf = (content: Content | undefined): unknown => Object.values(content ?? {})[0]?.schema;

const details = (title: string, schema: unknown): string =>
  `<details><summary>${title}</summary><pre>${escape(JSON.stringify(schema, null, 2) ?? "")}</pre></details>`;
