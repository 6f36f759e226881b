import { v7 as uuidv7 } from "uuid";
import { no, type Result } from "#kernel/result.ts";
import { inputOf, type Output, type Request, type Route } from "#kernel/route.ts";
import type { Action } from "#modules/access/contract/actions.ts";
import { may } from "#modules/access/core/may.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { gatherWrites } from "#server/database/write-rows.ts";
import { type Asking, claimCommandId, type Command, type NewFact, saveAnswer } from "./run-command.ts";

/**
 * Runs a command inside the transaction that makes a whole workspace: with a moment and facts of its own, as
 * runCommand would, but all of them come to be or none. Nobody else knows the workspace yet, so no id comes twice and
 * nothing is waited for.
 */
export async function runInside<R extends Route>(
  tx: Tx,
  command: Command<R>,
  request: Request<R>,
  { actor, now }: Pick<Asking, "actor" | "now">,
): Promise<Result<Output<R>>> {
  const action = command.route.action as Action | null;
  if (action !== null && !may(actor, action)) return no("not_allowed", { action });
  const asking: Asking = { workspaceId: tx.workspaceId, actor, commandId: uuidv7(), now };
  await claimCommandId(tx, command.name, "", asking);
  gatherWrites(tx);
  const facts: NewFact[] = [];
  const answer = await command.run(tx, inputOf(command.route, request), {
    actor,
    commandId: asking.commandId,
    now,
    tappedAt: null,
    newId: uuidv7,
    append: (fact) => facts.push(fact),
    may: (wanted, thing) => may(actor, wanted, thing),
  });
  if (answer.ok) await saveAnswer(tx, asking, answer.value, facts);
  return answer;
}
