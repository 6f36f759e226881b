import { defineCommand } from "#commands/run-command.ts";
import { no, ok } from "#kernel/result.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { closeExample, lockExample } from "#modules/access/store/example.ts";
import { lockWorkspace, updateWorkspace } from "#modules/access/store/workspace.ts";
import { findNeighbours } from "#modules/access/views/find-neighbours.ts";

/**
 * Closes the example that one stands in: from the commit on nobody comes in, and no list names it. Its rows stay as
 * they are, with all their laws, until `npm run erase:workspaces`; so it can be taken back.
 */
export const removeExample = defineCommand(
  "removeExample",
  accessRoutes.removeExample,
  async (tx, _, act) => {
    const { version: before } = await lockWorkspace(tx);
    if ((await lockExample(tx)) === null) return no("no_example");
    const memberId = act.actor.kind === "member" ? act.actor.memberId : null;
    const own = memberId === null ? null : (await findNeighbours(tx, memberId)).own;
    await closeExample(tx, tx.workspaceId, act.now);
    const version = before + 1;
    await updateWorkspace(tx, {}, version);
    act.append({ kind: "example_removed", thing: "workspace", thingId: tx.workspaceId, version, data: {} });
    return ok({ ownSlug: own?.slug ?? null });
  },
);
