import { defineCommand } from "#commands/run-command.ts";
import { ok } from "#kernel/result.ts";
import { noticesRoutes } from "#modules/notices/contract/routes.ts";
import { markRead } from "#modules/notices/store/notice.ts";

/** No fact: what a person has read, and when, is nobody else's business, and the log is for ever. */
export const markNoticesRead = defineCommand(
  "markNoticesRead",
  noticesRoutes.markNoticesRead,
  async (tx, { noticeIds }, { actor, now }) => {
    if (actor.kind === "member") await markRead(tx, actor.memberId, noticeIds, now);
    return ok({});
  },
);
