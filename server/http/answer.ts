import type { FastifyReply, FastifyRequest } from "fastify";
import type { Refusal } from "#kernel/result.ts";
import type { Asker } from "./door-types.ts";
import type { FieldFault } from "./read-input.ts";
import { statusOf } from "./refusal-status.ts";
import { type Reader, languageOfHeader, wordRefusal } from "./word-refusal.ts";

/** What one request carries along, besides Fastify's own. */
export type Carried = {
  asker: Asker | null;
  commandId: string | null;
  /** for the log: why it was refused */
  refusalCode: string | null;
  cookies: string[];
};

const carried = new WeakMap<FastifyRequest, Carried>();

export function carriedBy(request: FastifyRequest): Carried {
  const known = carried.get(request);
  if (known !== undefined) return known;
  const made: Carried = { asker: null, commandId: null, refusalCode: null, cookies: [] };
  carried.set(request, made);
  return made;
}

export function readerOf(request: FastifyRequest): Reader {
  const { asker } = carriedBy(request);
  if (asker !== null) return { language: asker.language, timeZone: asker.timeZone };
  return { language: languageOfHeader(request.headers["accept-language"]), timeZone: "UTC" };
}

export function sendRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  fields?: readonly FieldFault[],
): FastifyReply {
  carriedBy(request).refusalCode = refusal.code;
  const retryAfter = refusal.data?.["retryAfter"];
  if (typeof retryAfter === "number") void reply.header("retry-after", Math.ceil(retryAfter));
  return reply.code(statusOf(refusal.code)).send(wordRefusal(refusal, readerOf(request), fields));
}
