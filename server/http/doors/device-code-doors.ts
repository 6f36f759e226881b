import { issueDeviceCode } from "#commands/access/issue-device-code.ts";
import { registerDevice } from "#commands/access/register-device.ts";
import { runCommand } from "#commands/run-command.ts";
import { no, ok } from "#kernel/result.ts";
import type { accessRoutes } from "#modules/access/contract/routes.ts";
import { renewDeviceCode, takeDeviceCode } from "#modules/access/store/device-code.ts";
import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { findAsker } from "#modules/access/views/find-asker.ts";
import { inWorkspace, readWorkspace } from "#server/database/workspace-transaction.ts";
import { createDeviceCode, hashDeviceCode } from "#server/identity/device-code.ts";
import { createDeviceToken, deviceCookie } from "#server/identity/member-sessions.ts";
import type { Doors, WorkspaceAct } from "../door-types.ts";

/** The digits are told once, to whoever asked for them. */
export const tellDeviceCode: WorkspaceAct<typeof accessRoutes.issueDeviceCode> = async (
  { database },
  input,
  asking,
) => {
  const { code, secretHash } = createDeviceCode();
  const result = await runCommand(database, issueDeviceCode(secretHash), input, asking);
  if (!result.ok || asking.actor.kind !== "member") return result;
  const { codeId } = result.value;
  const { memberId: issuedBy } = asking.actor;
  const isOurs = await inWorkspace(database, asking.workspaceId, "write", async (tx) => {
    const renewed = await renewDeviceCode(tx, codeId, issuedBy, secretHash);
    return { commit: renewed, value: renewed };
  });
  return ok({ ...result.value, code: isOurs ? code : null });
};

/**
 * Makes the browser that asks the device for which the code was issued, in the name of whoever issued it: if they may
 * still do that. A code that is wrong, used or too old is answered alike.
 */
export const registerByCode: Doors["acts"]["registerByCode"] = async (
  { database, secureCookies },
  { code },
  { now, addCookie },
) => {
  const used = await takeDeviceCode({ db: database.kysely }, hashDeviceCode(code), now);
  if (used === null) return no("device_code_unknown", {}, ["code"]);
  const workspaceId = mintWorkspaceId(used.workspaceId);
  const issuer = await readWorkspace(database, workspaceId, (tx) => findAsker(tx, used.issuedBy, null));
  if (issuer === null) return no("device_code_unknown", {}, ["code"]);
  const { memberId, roles, tradeIds, slug, workspaceName } = issuer;
  const { secret, secretHash } = createDeviceToken();
  const registered = await runCommand(
    database,
    registerDevice(secretHash),
    { name: used.name },
    { workspaceId, actor: { kind: "member", memberId, roles, tradeIds }, commandId: used.id, now },
  );
  if (!registered.ok) return registered;
  const { deviceId } = registered.value;
  addCookie(deviceCookie({ workspaceId, deviceId, secret, secureCookies }));
  return ok({ workspace: { slug, name: workspaceName } });
};
