import { no, ok } from "#kernel/result.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { lockMember, updateMember } from "#modules/access/store/member.ts";
import { defineCommand } from "../run-command.ts";

export const setLanguage = defineCommand(
  "setLanguage",
  accessRoutes.setLanguage,
  async (tx, { language }, act) => {
    // Automation has no language of its own.
    if (act.actor.kind !== "member") return no("not_allowed", { action: "workspace.read" });
    const { memberId } = act.actor;
    const member = await lockMember(tx, memberId);
    if (member === null) return no("not_allowed", { action: "workspace.read" });
    if (member.language === language) return ok({});
    const version = member.version + 1;
    await updateMember(tx, memberId, { language }, version);
    act.append({
      kind: "member_changed",
      thing: "member",
      thingId: memberId,
      version,
      data: { language: { from: member.language, to: language } },
    });
    return ok({});
  },
);
