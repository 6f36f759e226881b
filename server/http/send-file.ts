import type { FastifyReply } from "fastify";
import type { SentFile } from "./door-types.ts";

/**
 * Sends a file. The bytes of one that somebody has uploaded never change, so a browser may keep them; nobody between
 * may. One that is made on the way is kept by nobody.
 * Whatever a browser takes it for, it runs no script of it and gives it no origin. What we made ourselves is kept by
 * nobody; its reader in the browser would not open in a sandbox.
 */
export function sendFile(reply: FastifyReply, file: SentFile): FastifyReply {
  const { content, mediaType, bytes, name, shown, ours = false } = file;
  void reply.headers({
    "content-type": mediaType.startsWith("text/") ? `${mediaType}; charset=utf-8` : mediaType,
    "content-disposition": `${shown ? "inline" : "attachment"}; filename="file"; filename*=UTF-8''${encode(name)}`,
    "cache-control": ours ? "no-store" : "private, max-age=31536000, immutable",
    "content-security-policy": `default-src 'none'; ${ours ? "object-src 'self'; style-src 'unsafe-inline'" : "sandbox"}; frame-ancestors 'none'`,
    "x-content-type-options": "nosniff",
    ...(bytes === null ? {} : { "content-length": bytes }),
  });
  return reply.send(content);
}

/** RFC 5987: encodeURIComponent leaves some characters that a header's value may not have. */
const encode = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
