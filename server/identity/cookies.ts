/** What this room needs of a request: Node's `IncomingHttpHeaders` and Fastify's `request.headers` fit. */
export type RequestHeaders = { readonly cookie?: string | undefined };

/**
 * The value of the first cookie of that name, as it was sent (not decoded), or null. Browsers send the cookie
 * with the longest path first; ours all have the path "/".
 */
export function readCookie(headers: RequestHeaders, name: string): string | null {
  for (const part of (headers.cookie ?? "").split(";")) {
    const equals = part.indexOf("=");
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return null;
}

/** One `Set-Cookie` text. `maxAge` in seconds; 0 takes the cookie away. Values must need no encoding. */
export function setCookie(name: string, value: string, options: { maxAge: number; secure: boolean }): string {
  return `${name}=${value}; Max-Age=${options.maxAge}; Path=/; HttpOnly; SameSite=Lax${options.secure ? "; Secure" : ""}`;
}
