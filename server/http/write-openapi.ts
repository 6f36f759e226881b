import { z } from "zod";
import type { Route } from "#kernel/route.ts";
import { routes } from "#modules/routes.ts";
import { statusOf } from "./refusal-status.ts";

type Json = Record<string, unknown>;

const refusalSchema = {
  type: "object",
  required: ["refusal"],
  properties: {
    refusal: {
      type: "object",
      required: ["code", "message"],
      properties: {
        code: { type: "string", description: "For programs; does not change with the language." },
        message: { type: "string", description: "For people, in the reader's language." },
        path: { type: "array", items: { type: ["string", "integer"] } },
        data: { type: "object" },
        fields: {
          type: "array",
          items: {
            type: "object",
            required: ["path", "code", "message"],
            properties: {
              path: { type: "array", items: { type: ["string", "integer"] } },
              code: { type: "string" },
              message: { type: "string" },
            },
          },
        },
      },
    },
  },
};

const tapRefusals = ["tap_form", "tap_of_another", "tap_answered"];

/** Refusals that any route of its kind may answer, besides its own. */
function commonRefusals(route: Route): string[] {
  return [
    "input_invalid",
    "input_malformed",
    ...(route.scope === "workspace" ? ["not_signed_in", "not_allowed", "workspace_unknown"] : []),
    ...(route.kind === "command" && route.scope === "workspace"
      ? ["command_id_missing", "command_id_form", "command_id_reused", "try_again", ...tapRefusals]
      : []),
    ...(route.method === "POST"
      ? [route.takes === "bytes" ? "input_not_bytes" : "input_not_json", "body_too_large", "cross_site"]
      : []),
    "too_many_requests",
  ];
}

/** OpenAPI 3.1 of every route, from the contracts. */
export function writeOpenApi(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries<Route>(routes)) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(name, route) };
  }
  paths["/api/w/{workspace}/events"] = { get: eventsOperation };
  return {
    openapi: "3.1.0",
    info: {
      title: "Treadle",
      version,
      description:
        "Everything that the screens do, they do by these routes. A command carries a UUID of the caller's in the header command-id: sent again with the same body it answers what it answered first, so that a retry is always safe. Amounts are decimal texts. Signing in sets a cookie.",
    },
    paths,
    components: { schemas: { Refusal: refusalSchema } },
  };
}

const eventsOperation = {
  operationId: "events",
  summary:
    "Server-sent events of what changes: refetch what they name. Goes on after Last-Event-ID without a gap.",
  tags: ["events"],
  parameters: [
    { name: "workspace", in: "path", required: true, schema: { type: "string" } },
    { name: "after", in: "query", required: false, schema: { type: "string", pattern: "^\\d+\\.\\d+$" } },
  ],
  responses: { 200: { description: "text/event-stream of {kind, id, thing, version}" } },
};

function operationOf(name: string, route: Route): Json {
  return {
    operationId: name,
    summary: route.summary,
    tags: [tagOf(route)],
    ...(route.action === null ? {} : { "x-action": route.action }),
    parameters: parametersOf(route),
    ...requestBodyOf(route),
    responses: responsesOf(route),
  };
}

const asTheyAre = { type: "string", format: "binary" };

function requestBodyOf(route: Route): Json {
  if (route.takes === "bytes") {
    return {
      requestBody: { required: true, content: { "application/octet-stream": { schema: asTheyAre } } },
    };
  }
  if (route.body === undefined) return {};
  const content = { "application/json": { schema: schemaOf(route.body, "input") } };
  return { requestBody: { required: true, content } };
}

function tagOf(route: Route): string {
  const start = route.scope === "workspace" ? 4 : 2;
  return route.path.split("/")[start] ?? "other";
}

function parametersOf(route: Route): Json[] {
  const named = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? "");
  const params = propertiesOf(route.params);
  const query = propertiesOf(route.query);
  return [
    ...named.map((name) => ({
      name,
      in: "path",
      required: true,
      schema: params.properties[name] ?? { type: "string" },
    })),
    ...Object.entries(query.properties).map(([name, schema]) => ({
      name,
      in: "query",
      required: query.required.includes(name),
      schema,
    })),
    ...(route.kind === "command" && route.scope === "workspace"
      ? [
          { name: "command-id", in: "header", required: true, schema: { type: "string", format: "uuid" } },
          ...(route.takes === "bytes" ? [] : [tapHeader]),
        ]
      : []),
  ];
}

const tapHeader = {
  name: "tap",
  in: "header",
  required: false,
  description:
    "For devices that keep commands until they can be sent, in their order: outbox=<uuid>; number=<rising>; member=<uuid>; at=<instant by the device's clock>; offset=<milliseconds to the server's>. What was done counts from then, within 72 hours; the same number again is answered as before, also where it was refused.",
  schema: { type: "string" },
};

function propertiesOf(schema: z.ZodObject | undefined): {
  properties: Record<string, unknown>;
  required: string[];
} {
  if (schema === undefined) return { properties: {}, required: [] };
  const { properties, required } = schemaOf(schema, "input");
  return {
    properties: (properties ?? {}) as Record<string, unknown>,
    required: (required ?? []) as string[],
  };
}

function responsesOf(route: Route): Json {
  const byStatus = new Map<number, string[]>();
  for (const code of [...commonRefusals(route), ...route.refusals]) {
    const status = statusOf(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const refusals = [...byStatus].map(([status, codes]): [string, Json] => [
    String(status),
    {
      description: [...new Set(codes)].join(", "),
      content: { "application/json": { schema: { $ref: "#/components/schemas/Refusal" } } },
    },
  ]);
  return {
    200: {
      description: "Done",
      content:
        route.gives === "bytes"
          ? { "*/*": { schema: asTheyAre } }
          : { "application/json": { schema: schemaOf(route.output, "output") } },
    },
    ...Object.fromEntries(refusals),
  };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const written: Json = { ...z.toJSONSchema(schema, { io, unrepresentable: "any" }) };
  delete written["$schema"];
  return written;
}
