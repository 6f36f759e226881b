export type Scanned =
  | { readonly kind: "badge"; readonly code: string }
  /** by its id, as a job card says it, or by the number that somebody typed */
  | { readonly kind: "order"; readonly order: string }
  | { readonly kind: "other_workspace" }
  | { readonly kind: "unknown" };

// The server's are in modules/access/contract/badge-code.ts and server/http/doors/job-card-door.ts.
const badge = /^\d{42}$/;
const jobCard = /\/o\/([^/?#]+)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?(?:[?#].*)?$/i;
const orderNumber = /^(?:№|#|N)?\s*(\d{1,9})$/i;

export const isBadge = (code: string): boolean => badge.test(code);

/** What a code that was scanned or typed means on the floor of the workspace `slug`. */
export function readScanned(text: string, slug: string): Scanned {
  const code = text.trim();
  if (isBadge(code)) return { kind: "badge", code };
  const [, ofWorkspace, orderId] = jobCard.exec(code) ?? [];
  if (ofWorkspace !== undefined && orderId !== undefined) {
    return ofWorkspace === slug ? { kind: "order", order: orderId } : { kind: "other_workspace" };
  }
  const number = orderNumber.exec(code)?.[1];
  return number === undefined ? { kind: "unknown" } : { kind: "order", order: String(Number(number)) };
}
