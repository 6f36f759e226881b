import { createHash } from "node:crypto";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { Id, NewId, WorkspaceId } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output, Route } from "#kernel/route.ts";
import type { Action, Thing } from "#modules/access/contract/actions.ts";
import { may } from "#modules/access/core/may.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { type Database, type Outcome, type Tx, inWorkspace } from "#server/database/workspace-transaction.ts";
import { gatherWrites, sendWrites, writeRows } from "#server/database/write-rows.ts";
import { closeTap, settleRefusal, takeTap, type Tap } from "./take-tap.ts";

/**
 * The one door to each act, whoever asks: screen, API, trigger, import. A command authorises, locks and
 * loads, decides, saves and appends facts, in one transaction. The same id again answers what was answered;
 * the same id with another body is refused; a refusal leaves nothing behind and is not remembered.
 */
export type Act = {
  readonly actor: Actor;
  readonly commandId: Id;
  /** When the server takes it. Prices, rates, stock and what is still possible go by this. */
  readonly now: Date;
  /** When it was done, where a phone kept it and says so; as far as a device is believed (kernel/tapped-time.ts). */
  readonly tappedAt: Date | null;
  /** The moment that is written down: `now`, unless the verb knows a truer one (commands/production/order-work.ts). */
  readonly at?: Date;
  readonly newId: NewId;
  /** Records what has happened; written with the state, in the same transaction. */
  readonly append: (fact: NewFact) => void;
  /** Whether the actor may do something further to a thing that has just been loaded. */
  readonly may: (action: Action, thing?: Thing) => boolean;
};

/** In the past tense, with what was true then. `version` is the thing's own, raised under its row lock. */
export type NewFact = {
  readonly kind: string;
  readonly thing: string;
  readonly thingId: Id;
  readonly version: number;
  readonly data: Record<string, unknown>;
};

export type Command<R extends Route> = {
  readonly name: string;
  readonly route: R;
  readonly run: (tx: Tx, input: Input<R>, act: Act) => Promise<Result<Output<R>>>;
};

export function defineCommand<const R extends Route>(
  name: string,
  route: R,
  run: (tx: Tx, input: Input<R>, act: Act) => Promise<Result<Output<R>>>,
): Command<R> {
  return { name, route, run };
}

export type Asking = {
  readonly workspaceId: WorkspaceId;
  readonly actor: Actor;
  readonly commandId: Id;
  readonly now: Date;
  /** the fact that made automation act, and the length of the chain */
  readonly cause?: { readonly factId: Id; readonly hop: number };
  /** a phone kept it until it could be sent */
  readonly tap?: Tap | undefined;
};

export type Answer<T> = Result<T>;

export async function runCommand<R extends Route>(
  database: Database,
  command: Command<R>,
  input: Input<R>,
  asking: Asking,
): Promise<Answer<Output<R>>> {
  const answer = await judge(database, command, input, asking);
  if (answer.ok || asking.tap === undefined) return answer;
  const runId = "runId" in input && typeof input.runId === "string" ? input.runId : null;
  const told = await settleRefusal(database, asking.tap, answer.refusal, asking, runId);
  // A copy of this very tap was accepted between: it has its answer.
  return told === null ? judge(database, command, input, asking) : { ok: false, refusal: told };
}

async function judge<R extends Route>(
  database: Database,
  command: Command<R>,
  input: Input<R>,
  asking: Asking,
): Promise<Answer<Output<R>>> {
  const action = command.route.action as Action | null;
  if (action !== null && !may(asking.actor, action)) return no("not_allowed", { action });
  const bodyHash = hashOf(command.name, input);
  for (let attempt = 1; ; attempt += 1) {
    const answer = await tryCommand(database, command, input, asking, bodyHash);
    // Nothing was written, and the same id may come again: a deadlock never reaches a person.
    if (answer.ok || answer.refusal.code !== "try_again" || attempt === 5) return answer;
  }
}

async function tryCommand<R extends Route>(
  database: Database,
  command: Command<R>,
  input: Input<R>,
  asking: Asking,
  bodyHash: string,
): Promise<Answer<Output<R>>> {
  const facts: NewFact[] = [];
  try {
    return await inWorkspace(
      database,
      asking.workspaceId,
      "write",
      async (tx): Promise<Outcome<Answer<Output<R>>>> => {
        const earlier = await claimCommandId(tx, command.name, bodyHash, asking);
        if (earlier !== null) return { commit: false, value: earlier as Answer<Output<R>> };
        const { tap } = asking;
        const taken = tap === undefined ? null : await takeTap(tx, tap, asking);
        if (taken?.ok === false) return { commit: false, value: taken };
        const tappedAt = taken?.tappedAt ?? null;
        gatherWrites(tx);
        const answer = await command.run(tx, input, {
          actor: asking.actor,
          commandId: asking.commandId,
          now: asking.now,
          tappedAt,
          newId: uuidv7,
          append: (fact) => facts.push(fact),
          may: (wanted, thing) => may(asking.actor, wanted, thing),
        });
        if (!answer.ok) return { commit: false, value: answer };
        if (tap !== undefined && tappedAt !== null) await closeTap(tx, tap, asking.commandId, tappedAt);
        await saveAnswer(tx, asking, answer.value, facts);
        return { commit: true, value: answer };
      },
    );
  } catch (error) {
    const refusal = refusalOfConstraint(error);
    if (refusal === null) throw error;
    return refusal;
  }
}

/** Inserting first makes a second command with this id wait for the first one's end, then answer as it did. */
export async function claimCommandId(
  tx: Tx,
  name: string,
  bodyHash: string,
  asking: Asking,
): Promise<Answer<unknown> | null> {
  const claimed = await tx.db
    .insertInto("command")
    .values({ workspace_id: tx.workspaceId, id: asking.commandId, name, body_hash: bodyHash, at: asking.now })
    .onConflict((conflict) => conflict.columns(["workspace_id", "id"]).doNothing())
    .executeTakeFirst();
  if (claimed.numInsertedOrUpdatedRows === 1n) return null;
  const earlier = await tx.db
    .selectFrom("command")
    .select(["body_hash", "answer"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", asking.commandId)
    .executeTakeFirstOrThrow();
  if (earlier.body_hash !== bodyHash) return no("command_id_reused");
  return ok(earlier.answer);
}

export async function saveAnswer(
  tx: Tx,
  asking: Asking,
  answer: unknown,
  facts: readonly NewFact[],
): Promise<void> {
  const byMember = asking.actor.kind === "member" ? asking.actor.memberId : null;
  const rows = facts.map((fact) => ({
    id: uuidv7(),
    kind: fact.kind,
    thing: fact.thing,
    thing_id: fact.thingId,
    version: fact.version,
    data: fact.data,
  }));
  await writeRows(
    tx,
    "command",
    sql`
      update command set answer = ${JSON.stringify(answer)}::jsonb
      where workspace_id = ${tx.workspaceId} and id = ${asking.commandId}`,
  );
  // The facts' order is the order of the array, and so of their sequence.
  await sendWrites(
    tx,
    sql`
      insert into fact (workspace_id, id, kind, thing, thing_id, version, data, at, by_member, by_whom, unchecked, command_id, cause_id, hop)
      select ${tx.workspaceId}, f.id, f.kind, f.thing, f.thing_id, f.version, f.data, ${asking.now}, ${byMember},
        ${asking.actor.kind}, ${asking.tap?.unchecked ?? false}, ${asking.commandId}, ${asking.cause?.factId ?? null}, ${asking.cause?.hop ?? 0}
      from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as (id uuid, kind text, thing text, thing_id uuid, version integer, data jsonb))
        with ordinality as f(id, kind, thing, thing_id, version, data, place)
      order by f.place`,
  );
}

/**
 * A body is the same when it says the same, whatever the order of its fields. A PIN is left out: four digits
 * can be found from any hash that is kept.
 */
function hashOf(name: string, input: unknown): string {
  return createHash("sha256").update(name).update(JSON.stringify(input, sortedFields)).digest("base64url");
}

function sortedFields(key: string, value: unknown): unknown {
  if (key === "pin") return undefined;
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The schema's own "no". Foreign keys are (workspace_id, id), so an id that doesn't exist here, another
 * workspace's among them, ends as reference_unknown; the names say which.
 */
function refusalOfConstraint(error: unknown): Answer<never> | null {
  if (typeof error !== "object" || error === null || !("code" in error)) return null;
  const constraint = "constraint" in error ? String(error.constraint) : "";
  if (error.code === "23503") return no("reference_unknown", { constraint });
  if (error.code === "23505" && constraint === "workspace_address_example") return no("example_exists");
  if (error.code === "23505" && constraint === "work_interval_open") return no("member_busy");
  if (error.code === "23505" && constraint === "variant_sku") return no("sku_taken");
  if (error.code === "23505" && constraint === "variant_barcode") return no("barcode_taken");
  if (error.code === "23505" && constraint === "template_of_item") return no("template_exists");
  if (error.code === "23505" && constraint.endsWith("_name_key")) return no("name_taken");
  if (error.code === "22003") return no("number_too_large");
  // Serialisation failure and deadlock.
  if (error.code === "40001" || error.code === "40P01") return no("try_again");
  return null;
}
