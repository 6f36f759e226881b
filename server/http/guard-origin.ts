import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a request that changes something may come from where it says. A page of another site can send a
 * browser's cookies along (SameSite=Lax is the first wall); what it can't do is send JSON, or lie about these
 * headers. Programs send neither header and pass: they have no cookies that somebody else could borrow.
 */
export function comesFromOurPages(headers: IncomingHttpHeaders, publicUrl: string | undefined): boolean {
  const site = headers["sec-fetch-site"];
  // 'none': typed by the person, not made by a page.
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  const { origin, host } = headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  return new URL(origin).host === host || origin === publicUrl;
}

export function isJson(headers: IncomingHttpHeaders): boolean {
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  return type === "application/json";
}
