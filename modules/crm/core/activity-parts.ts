import { no, ok, type Result } from "#kernel/result.ts";

export type ActivityKind = "note" | "call" | "message";
export type Direction = "in" | "out";
export type CallOutcome = "reached" | "no_answer" | "busy" | "left_message";
export type Channel = "email" | "messenger" | "sms" | "letter" | "other";

export type ActivityParts = {
  readonly direction: Direction | null;
  readonly outcome: CallOutcome | null;
  readonly minutes: number | null;
  readonly channel: Channel | null;
  readonly text: string;
};

const partsOfKind = {
  note: [],
  call: ["direction", "outcome", "minutes"],
  message: ["direction", "channel"],
} as const satisfies Record<ActivityKind, readonly (keyof ActivityParts)[]>;

/**
 * What a note, a call or a message says, or why it can't say that: a part of another kind
 * (`activity_part_foreign`); no words, where words are all there is (`activity_empty`: a call says something by
 * having happened). What people log by hand has mostly gone out from them, so that is the direction of one without.
 */
export function readParts(kind: ActivityKind, parts: ActivityParts): Result<ActivityParts> {
  const own: readonly string[] = partsOfKind[kind];
  for (const part of ["direction", "outcome", "minutes", "channel"] as const) {
    if (parts[part] !== null && !own.includes(part)) {
      return no("activity_part_foreign", { kind, part }, [part]);
    }
  }
  if (kind !== "call" && parts.text === "") return no("activity_empty", {}, ["text"]);
  return ok(kind === "note" ? parts : { ...parts, direction: parts.direction ?? "out" });
}
