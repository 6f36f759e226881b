import { no, ok } from "#kernel/result.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { refuseGivingRoles } from "#modules/access/core/manage-member.ts";
import { insertMember } from "#modules/access/store/member.ts";
import { findUnknownTrade } from "#modules/access/store/trade.ts";
import { findWorkspaceLanguage } from "#modules/access/store/workspace-language.ts";
import { defineCommand } from "../run-command.ts";
import type { HashPin } from "./hash-pin.ts";

export const addMember = (hashPin: HashPin) =>
  defineCommand("addMember", accessRoutes.addMember, async (tx, input, act) => {
    const refused = refuseGivingRoles(act.actor, input.roles);
    if (refused !== null) return refused;
    const unknown = await findUnknownTrade(tx, input.tradeIds);
    if (unknown !== null) return no("trade_unknown", {}, ["tradeIds", unknown]);
    // Slow on purpose, so before any row is locked.
    const pinHash = input.pin === undefined ? null : await hashPin(input.pin);
    const language = await findWorkspaceLanguage(tx);
    const memberId = act.newId();
    const roles = [...new Set(input.roles)];
    const tradeIds = [...new Set(input.tradeIds)];
    await insertMember(tx, {
      id: memberId,
      userId: null,
      name: input.name,
      email: null,
      language,
      roles,
      tradeIds,
      pinHash,
      now: act.now,
    });
    // The name is the person's: it stays in the member's row.
    const data = { roles, tradeIds, pin: pinHash !== null };
    act.append({ kind: "member_added", thing: "member", thingId: memberId, version: 1, data });
    return ok({ memberId });
  });
