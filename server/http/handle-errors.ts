import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Refusal } from "#kernel/result.ts";
import { codeOf, wordsOf } from "#server/start-refusal.ts";
import type { Log } from "#server/log.ts";
import { sendRefusal } from "./answer.ts";

/** A refusal on its way through code that only knows exceptions: Fastify's plugins. */
export function refusalError(refusal: Refusal): Error {
  return Object.assign(new Error(refusal.code), { refusal });
}

/** Fastify's own reasons to refuse a request, before a route has seen it. */
const refusalsOfFastify: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "body_too_large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "input_not_json",
  FST_ERR_CTP_EMPTY_JSON_BODY: "input_malformed",
  FST_ERR_CTP_INVALID_JSON_BODY: "input_malformed",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "input_malformed",
  FST_ERR_BAD_URL: "route_unknown",
  FST_ERR_ROUTE_METHOD_NOT_SUPPORTED: "route_unknown",
  FST_ERR_MAX_PARAM_LENGTH: "route_unknown",
};

/** Connection lost, database starting up or shutting down, too many clients. */
const databaseIsAway = /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|08...|57P0.|53300)$/;
const poolWords = /timeout exceeded when trying to connect|Connection terminated|not queryable/;

export function handleErrors(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error: unknown, request, reply) => sendError(error, request, reply, log));
  app.setNotFoundHandler((request, reply) => sendRefusal(request, reply, { code: "route_unknown" }));
}

export function sendError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
): FastifyReply {
  const refusal = refusalOf(error);
  if (refusal !== null) return sendRefusal(request, reply, withBodyLimit(refusal, request));
  const report = { requestId: request.id, route: request.routeOptions.url, error: wordsOf(error) };
  if (isDatabaseAway(error)) {
    log.warn(report, "The database could not be reached");
    return sendRefusal(request, reply, { code: "not_available" });
  }
  const stack = error instanceof Error ? error.stack : undefined;
  log.error({ ...report, stack }, "A request failed");
  return sendRefusal(request, reply, { code: "unexpected", data: { requestId: request.id } });
}

/** How much the route would have taken. */
function withBodyLimit(refusal: Refusal, request: FastifyRequest): Refusal {
  if (refusal.code !== "body_too_large") return refusal;
  return { ...refusal, data: { megabytes: Math.floor((request.routeOptions.bodyLimit ?? 0) / 1_000_000) } };
}

function refusalOf(error: unknown): Refusal | null {
  if (typeof error !== "object" || error === null) return null;
  if ("refusal" in error) return error.refusal as Refusal;
  const code = refusalsOfFastify[codeOf(error) ?? ""];
  if (code !== undefined) return { code };
  // secure-json-parse and Fastify's parsers: what can't be read is the sender's matter.
  return "statusCode" in error && error.statusCode === 400 ? { code: "input_malformed" } : null;
}

function isDatabaseAway(error: unknown): boolean {
  return databaseIsAway.test(codeOf(error) ?? "") || poolWords.test(wordsOf(error));
}
