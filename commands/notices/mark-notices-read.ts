import { defineCommand } from "#commands/run-command.ts";
import { no, ok } from "#kernel/result.ts";
import { noticesRoutes } from "#modules/notices/contract/routes.ts";
import { countOwn, markRead } from "#modules/notices/store/notice.ts";

/** No fact: what a person has read, and when, is nobody else's business, and the log is for ever. */
export const markNoticesRead = defineCommand(
  "markNoticesRead",
  noticesRoutes.markNoticesRead,
  async (tx, { noticeIds }, { actor, now }) => {
    if (actor.kind !== "member") return ok({});
    const { memberId } = actor;
    const ids = noticeIds === null ? null : [...new Set(noticeIds)];
    if (ids !== null && (await countOwn(tx, memberId, ids)) < ids.length) {
      return no("notice_unknown", {}, ["noticeIds"]);
    }
    await markRead(tx, memberId, ids, now);
    return ok({});
  },
);
