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
  return typeOf(headers) === "application/json";
}

/**
 * A file as it is. Like JSON, these types are none that another site's page could send without being asked first: a
 * form sends multipart, urlencoded or plain text.
 */
export function isBytes(headers: IncomingHttpHeaders): boolean {
  return bytesTypes.some((type) =>
    typeof type === "string" ? type === typeOf(headers) : type.test(typeOf(headers)),
  );
}

/** Only says that bytes come; what they are is found from them. */
export const bytesTypes = ["application/octet-stream", /^image\/[a-z0-9.+-]{1,40}$/] as const;

const typeOf = (headers: IncomingHttpHeaders): string =>
  headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
