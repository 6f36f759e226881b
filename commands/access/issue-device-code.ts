import { no, ok } from "#kernel/result.ts";
import { deviceCodeMinutes } from "#modules/access/contract/device-code.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { insertDeviceCode } from "#modules/access/store/device-code.ts";
import { defineCommand } from "../run-command.ts";

/**
 * The door makes the digits and hands their hash in: they are told past the command's answer, which is remembered. No
 * fact: the tablet's registration is one, and names whoever issued the code.
 */
export const issueDeviceCode = (secretHash: string) =>
  defineCommand("issueDeviceCode", accessRoutes.issueDeviceCode, async (tx, { name }, act) => {
    if (act.actor.kind !== "member") return no("not_allowed", { action: "device.manage" });
    const codeId = act.newId();
    const expiresAt = new Date(act.now.getTime() + deviceCodeMinutes * 60_000);
    const { memberId: issuedBy } = act.actor;
    await insertDeviceCode(tx, { id: codeId, name, secretHash, issuedBy, issuedAt: act.now, expiresAt });
    return ok({ codeId, code: null, expiresAt: expiresAt.toISOString() });
  });
