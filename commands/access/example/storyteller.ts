import type { Command } from "#commands/run-command.ts";
import { runInside } from "#commands/run-inside.ts";
import type { Output, Request, Route } from "#kernel/route.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** Tells an example's past: who did what, and when, by the commands that people use. */
export type Tell = <R extends Route>(
  command: Command<R>,
  request: Request<R>,
  at: Date,
  as?: Actor,
) => Promise<Output<R>>;

/** All of it is ours, so a refusal is a bug: it ends the transaction, and nothing of the example stays. */
export const storyteller =
  (tx: Tx, owner: Actor): Tell =>
  async (command, request, at, as = owner) => {
    const answer = await runInside(tx, command, request, { actor: as, now: at });
    if (!answer.ok) throw new Error(`${command.name} was refused: ${JSON.stringify(answer.refusal)}`);
    return answer.value;
  };
