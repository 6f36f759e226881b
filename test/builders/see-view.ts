import type { Result } from "#kernel/result.ts";
import type { Input, Output, Route } from "#kernel/route.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { may } from "#modules/access/core/may.ts";
import { checkOutput } from "#server/http/check-output.ts";
import { readWorkspace, type Tx } from "#server/database/workspace-transaction.ts";
import type { Workshop } from "./workshop.ts";

/** Asks a view as somebody at a moment, in the app's own role; its answer is held against the contract. */
export async function seeView<R extends Route>(
  shop: Pick<Workshop, "database" | "workspaceId" | "owner">,
  route: R,
  view: (tx: Tx, input: Input<R>, viewer: Viewer) => Promise<Result<Output<R>>>,
  input: Input<R>,
  as: { actor?: Actor; now?: Date } = {},
): Promise<Result<Output<R>>> {
  const actor = as.actor ?? shop.owner;
  const viewer: Viewer = {
    actor,
    now: as.now ?? new Date("2026-03-02T12:00:00Z"),
    timeZone: "Europe/Kyiv",
    may: (action, run) => may(actor, action, run),
  };
  const answer = await readWorkspace(shop.database, shop.workspaceId, (tx) => view(tx, input, viewer));
  if (answer.ok) checkOutput(route, answer.value);
  return answer;
}
