import { defineCommand } from "#commands/run-command.ts";
import { ok } from "#kernel/result.ts";
import { noticesRoutes } from "#modules/notices/contract/routes.ts";
import { saveSetting } from "#modules/notices/store/notice.ts";

export const setNoticeSetting = defineCommand(
  "setNoticeSetting",
  noticesRoutes.setNoticeSetting,
  async (tx, { kind, told }, { actor, newId }) => {
    if (actor.kind === "member") {
      await saveSetting(tx, { id: newId(), memberId: actor.memberId, kind, told });
    }
    return ok({});
  },
);
