import { defineCommand } from "#commands/run-command.ts";
import { no, ok } from "#kernel/result.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { closeExample, lockExampleBeside } from "#modules/access/store/example.ts";
import { lockWorkspace, updateWorkspace } from "#modules/access/store/workspace.ts";

/** Opens the example again that was removed last, as long as it has not been erased. */
export const restoreExample = defineCommand(
  "restoreExample",
  accessRoutes.restoreExample,
  async (tx, _, act) => {
    const { version: before } = await lockWorkspace(tx);
    if ((await lockExampleBeside(tx, "open")) !== null) return no("example_exists");
    const example = await lockExampleBeside(tx, "removed");
    if (example === null) return no("example_erased");
    await closeExample(tx, example.workspaceId, null);
    const version = before + 1;
    await updateWorkspace(tx, {}, version);
    const data = { exampleId: example.workspaceId };
    act.append({ kind: "example_restored", thing: "workspace", thingId: tx.workspaceId, version, data });
    return ok({ slug: example.slug });
  },
);
