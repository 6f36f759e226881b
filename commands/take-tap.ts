import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { no, type Refusal } from "#kernel/result.ts";
import { type DeviceTime, tappedTime } from "#kernel/tapped-time.ts";
import { lastActOnRun } from "#modules/production/store/last-act-on-run.ts";
import { type Database, type Tx, inWorkspace } from "#server/database/workspace-transaction.ts";
import { writeRows } from "#server/database/write-rows.ts";
import type { Asking } from "./run-command.ts";

/**
 * A command that a phone kept until it could be sent. The outbox is one person's on one phone; its numbers rise. It
 * is sent in order, each one until it is answered: so that what comes with a number of before is a late copy.
 */
export type Tap = DeviceTime & {
  readonly outboxId: Id;
  readonly number: number;
  /** who tapped: on a shared tablet somebody else may be signed in by now */
  readonly memberId: Id;
  /** tapped on a shared tablet without network: nobody could ask who it was */
  readonly unchecked: boolean;
};

export type TakenTap =
  | { readonly ok: true; readonly tappedAt: Date }
  | { readonly ok: false; readonly refusal: Refusal };

type OutboxRow = {
  member_id: Id;
  last_number: number;
  last_command_id: Id | null;
  last_refusal: Refusal | null;
  last_at: Date | null;
};

/** Locks the outbox: two taps of one phone are taken one after the other. */
export async function takeTap(tx: Tx, tap: Tap, asking: Asking): Promise<TakenTap> {
  const actorId = asking.actor.kind === "member" ? asking.actor.memberId : null;
  if (tap.memberId !== actorId) return no("tap_of_another");
  const outbox = (await lockOutbox(tx, tap)) ?? (await openOutbox(tx, tap));
  if (outbox === null || outbox.member_id !== actorId) return no("tap_of_another");
  const lastNumber = outbox.last_number;
  if (
    tap.number === lastNumber &&
    outbox.last_command_id === asking.commandId &&
    outbox.last_refusal !== null
  ) {
    return { ok: false, refusal: outbox.last_refusal };
  }
  if (tap.number <= lastNumber) return no("tap_answered");
  return { ok: true, tappedAt: tappedTime(tap, outbox.last_at, asking.now) };
}

async function lockOutbox(tx: Tx, { outboxId }: Tap): Promise<OutboxRow | null> {
  const row = await tx.db
    .selectFrom("outbox")
    .select(["member_id", "last_number", "last_command_id", "last_refusal", "last_at"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", outboxId)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : { ...row, last_refusal: row.last_refusal as Refusal | null };
}

/** The first tap of a phone. Whoever comes second waits here for the first one's end. */
async function openOutbox(tx: Tx, tap: Tap): Promise<OutboxRow | null> {
  await tx.db
    .insertInto("outbox")
    .values({ workspace_id: tx.workspaceId, id: tap.outboxId, member_id: tap.memberId })
    .onConflict((conflict) => conflict.columns(["workspace_id", "id"]).doNothing())
    .execute();
  return lockOutbox(tx, tap);
}

/** Accepted: written with what the tap did. */
export async function closeTap(tx: Tx, tap: Tap, commandId: Id, tappedAt: Date): Promise<void> {
  await writeRows(
    tx,
    "outbox",
    sql`
      update outbox set last_number = ${tap.number}, last_command_id = ${commandId}, last_refusal = null,
        last_at = ${tappedAt}
      where workspace_id = ${tx.workspaceId} and id = ${tap.outboxId}`,
  );
}

/** No answer of a rule: the same tap may come again, and is judged anew. */
const notSettled: ReadonlySet<string> = new Set(["try_again", "tap_of_another", "tap_answered"]);

/**
 * A refusal leaves nothing behind of what was asked; but the phone was told, and a copy that comes late must not do
 * what its person knows as refused. Answers what to tell, with what somebody else did on the run meanwhile (`last`);
 * null where a copy was accepted at the very moment: then that is the answer.
 */
export async function settleRefusal(
  database: Database,
  tap: Tap,
  refusal: Refusal,
  asking: Asking,
  runId: Id | null,
): Promise<Refusal | null> {
  if (notSettled.has(refusal.code)) return refusal;
  return inWorkspace(database, asking.workspaceId, "write", async (tx) => {
    const outbox = (await lockOutbox(tx, tap)) ?? (await openOutbox(tx, tap));
    if (outbox === null || outbox.member_id !== tap.memberId) return { commit: false, value: refusal };
    const lastNumber = outbox.last_number;
    if (tap.number === lastNumber && outbox.last_command_id === asking.commandId) {
      return { commit: false, value: outbox.last_refusal };
    }
    if (tap.number <= lastNumber) return { commit: false, value: refusal };
    const last = runId === null ? null : await lastActOnRun(tx, runId, tap.memberId);
    const told = last === null ? refusal : { ...refusal, data: { ...refusal.data, last } };
    await tx.db
      .updateTable("outbox")
      .set({
        last_number: tap.number,
        last_command_id: asking.commandId,
        last_refusal: JSON.stringify(told),
      })
      .where("workspace_id", "=", tx.workspaceId)
      .where("id", "=", tap.outboxId)
      .execute();
    return { commit: true, value: told };
  });
}
