import { no, ok } from "#kernel/result.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { refuseSettingPin } from "#modules/access/core/manage-member.ts";
import { lockMember, updateMember } from "#modules/access/store/member.ts";
import { defineCommand } from "../run-command.ts";
import type { HashPin } from "./hash-pin.ts";

export const setPin = (hashPin: HashPin) =>
  defineCommand("setPin", accessRoutes.setPin, async (tx, input, act) => {
    const pinHash = await hashPin(input.pin);
    const member = await lockMember(tx, input.memberId);
    if (member === null) return no("member_unknown", {}, ["memberId"]);
    const refused = refuseSettingPin(act.actor, member.id, member.roles);
    if (refused !== null) return refused;
    const version = member.version + 1;
    await updateMember(tx, member.id, { pinHash }, version);
    act.append({ kind: "pin_set", thing: "member", thingId: member.id, version, data: {} });
    return ok({});
  });
