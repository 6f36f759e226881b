import type { IncomingHttpHeaders } from "node:http";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Tap } from "#commands/take-tap.ts";

/**
 * What a phone says of a command that it kept until it could be sent, in the header `tap`:
 * `outbox=<uuid>; number=12; member=<uuid>; at=2026-06-01T10:00:00.000Z; offset=-420000`. `at` by the phone's clock;
 * `offset` in milliseconds to the server's; `unchecked=1` where nobody could ask whoever tapped who they are. Null: nobody
 * kept it.
 */
export function readTap(headers: IncomingHttpHeaders): Result<Tap | null> {
  const { tap } = headers;
  if (tap === undefined) return ok(null);
  if (typeof tap !== "string" || tap.length > mostCharacters) return no("tap_form");
  const parts = new Map(tap.split(";").map((part) => splitAtSign(part.trim())));
  const [outboxId, memberId] = [parts.get("outbox"), parts.get("member")];
  const number = wholeNumber(parts.get("number"));
  const offset = wholeNumber(parts.get("offset"));
  const at = new Date(parts.get("at") ?? "");
  if (outboxId === undefined || !idShape.test(outboxId)) return no("tap_form");
  if (memberId === undefined || !idShape.test(memberId)) return no("tap_form");
  if (number === null || number < 1 || offset === null || Number.isNaN(at.getTime())) return no("tap_form");
  const unchecked = parts.get("unchecked") === "1";
  return ok({
    outboxId: outboxId.toLowerCase(),
    memberId: memberId.toLowerCase(),
    number,
    at,
    offset,
    unchecked,
  });
}

const mostCharacters = 300;
const idShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function splitAtSign(part: string): readonly [string, string] {
  const sign = part.indexOf("=");
  return sign < 0 ? [part, ""] : [part.slice(0, sign), part.slice(sign + 1)];
}

function wholeNumber(text: string | undefined): number | null {
  if (text === undefined || !/^-?\d{1,15}$/.test(text)) return null;
  return Number(text);
}
