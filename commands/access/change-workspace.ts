import { changesOf } from "#kernel/changes.ts";
import { ok } from "#kernel/result.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { lockWorkspace, updateWorkspace, type WorkspaceSettings } from "#modules/access/store/workspace.ts";
import { defineCommand } from "../run-command.ts";

export const changeWorkspace = defineCommand(
  "changeWorkspace",
  accessRoutes.changeWorkspace,
  async (tx, input, act) => {
    const before = await lockWorkspace(tx);
    const { name, currency, language, timeZone, calendar, allowNegativeStock } = input;
    const wish = { name, currency, language, timeZone, calendar, allowNegativeStock };
    const changes = changesOf<WorkspaceSettings>(before, wish);
    if (changes.none) return ok({});
    const version = before.version + 1;
    await updateWorkspace(tx, changes.fields, version);
    act.append({
      kind: "workspace_changed",
      thing: "workspace",
      thingId: tx.workspaceId,
      version,
      data: changes.fromTo,
    });
    return ok({});
  },
);
