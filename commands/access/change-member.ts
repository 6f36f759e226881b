import { changesOf } from "#kernel/changes.ts";
import { no, ok } from "#kernel/result.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { refuseMemberChange } from "#modules/access/core/manage-member.ts";
import { lockMemberAndOwners, type Member, updateMember } from "#modules/access/store/member.ts";
import { findUnknownTrade } from "#modules/access/store/trade.ts";
import { defineCommand } from "../run-command.ts";

export const changeMember = defineCommand(
  "changeMember",
  accessRoutes.changeMember,
  async (tx, input, act) => {
    const { name, active } = input;
    const roles = input.roles === undefined ? undefined : [...new Set(input.roles)];
    const tradeIds = input.tradeIds === undefined ? undefined : [...new Set(input.tradeIds)];
    const { member, activeOwners } = await lockMemberAndOwners(tx, input.memberId);
    if (member === null) return no("member_unknown", {}, ["memberId"]);
    const changes = changesOf<Member>(member, { name, roles, tradeIds, active });
    if (changes.none) return ok({});
    const refused = refuseMemberChange(
      act.actor,
      member.id,
      member,
      { roles: roles ?? member.roles, active: active ?? member.active },
      activeOwners,
    );
    if (refused !== null) return refused;
    const unknown = await findUnknownTrade(tx, tradeIds ?? []);
    if (unknown !== null) return no("trade_unknown", {}, ["tradeIds", unknown]);

    const version = member.version + 1;
    await updateMember(tx, member.id, changes.fields, version);
    // That the name changed, not which: facts keep no personal data.
    const { name: renamed, ...told } = changes.fromTo;
    const data = renamed === undefined ? told : { ...told, renamed: true };
    act.append({ kind: "member_changed", thing: "member", thingId: member.id, version, data });
    return ok({});
  },
);
