import { addMember } from "#commands/access/add-member.ts";
import { addTrade } from "#commands/access/add-trade.ts";
import { changeMember } from "#commands/access/change-member.ts";
import { changeTrade } from "#commands/access/change-trade.ts";
import { changeWorkspace } from "#commands/access/change-workspace.ts";
import { addExample } from "#commands/access/example/add-example.ts";
import { removeExample } from "#commands/access/example/remove-example.ts";
import { restoreExample } from "#commands/access/example/restore-example.ts";
import { inviteMember } from "#commands/access/invite-member.ts";
import { noteCostSeen } from "#commands/access/note-cost-seen.ts";
import { putFirstStepsAway } from "#commands/access/put-first-steps-away.ts";
import { registerDevice } from "#commands/access/register-device.ts";
import { revokeDevice } from "#commands/access/revoke-device.ts";
import { setLanguage } from "#commands/access/set-language.ts";
import { setPin } from "#commands/access/set-pin.ts";
import { setUpWorkspace } from "#commands/access/set-up-workspace.ts";
import { type Command, runCommand } from "#commands/run-command.ts";
import type { Route } from "#kernel/route.ts";
import type { accessRoutes } from "#modules/access/contract/routes.ts";
import { findDevice } from "#modules/access/store/device.ts";
import { renewDeviceSecret } from "#modules/access/store/renew-device-secret.ts";
import { listDevices } from "#modules/access/views/list-devices.ts";
import { listMembers } from "#modules/access/views/list-members.ts";
import { listOffline } from "#modules/access/views/list-offline.ts";
import { listTrades } from "#modules/access/views/list-trades.ts";
import { showExample } from "#modules/access/views/show-example.ts";
import { showFirstSteps } from "#modules/access/views/show-first-steps.ts";
import { showWorkspace } from "#modules/access/views/show-workspace.ts";
import { inWorkspace } from "#server/database/workspace-transaction.ts";
import { createDeviceToken, deviceCookie, hashPin } from "#server/identity/member-sessions.ts";
import { askerMemoryOf } from "../asker-memory.ts";
import type { WorkspaceAct } from "../door-types.ts";
import { issueBadgeOnPaper, revokeBadgeAndSessions } from "./badge-doors.ts";
import { tellDeviceCode } from "./device-code-doors.ts";
import { hereOnFloor } from "./presence-doors.ts";
import { publicActs } from "./public-doors.ts";

/** Runs a command that changes who somebody is, and makes that count from its commit on. */
function thenForget<R extends Route>(command: Command<R>): WorkspaceAct<R> {
  return async ({ database }, input, asking) => {
    const result = await runCommand(database, command, input, asking);
    askerMemoryOf(database).forget(asking.workspaceId);
    return result;
  };
}

/**
 * The device's secret is made here and goes into the cookie alone. A registration that comes again, because its
 * first answer was lost on the way, has lost the first secret with it: the device gets the new one.
 */
const registerThisDevice: WorkspaceAct<typeof accessRoutes.registerDevice> = async (
  { database, secureCookies },
  input,
  asking,
  exchange,
) => {
  const { secret, secretHash } = createDeviceToken();
  const result = await runCommand(database, registerDevice(secretHash), input, asking);
  if (!result.ok || asking.actor.kind !== "member") return result;
  const { workspaceId, actor } = asking;
  const { deviceId } = result.value;
  const isOurs = await inWorkspace(database, workspaceId, "write", async (tx) => {
    const device = await findDevice(tx, deviceId);
    if (device === null || device.secretHash === secretHash) return { commit: false, value: device !== null };
    return { commit: true, value: await renewDeviceSecret(tx, deviceId, actor.memberId, secretHash) };
  });
  if (isOurs) exchange.addCookie(deviceCookie({ workspaceId, deviceId, secret, secureCookies }));
  return result;
};

export const accessDoors = {
  commands: {
    addMember: addMember(hashPin),
    inviteMember,
    setPin: setPin(hashPin),
    addTrade,
    changeTrade,
    addExample,
    noteCostSeen,
    putFirstStepsAway,
  },
  views: { showWorkspace, listMembers, listTrades, listDevices, listOffline, showExample, showFirstSteps },
  workspaceActs: {
    registerDevice: registerThisDevice,
    issueDeviceCode: tellDeviceCode,
    hereOnFloor,
    issueBadge: issueBadgeOnPaper,
    revokeBadge: revokeBadgeAndSessions,
    changeMember: thenForget(changeMember),
    changeWorkspace: thenForget(changeWorkspace),
    setLanguage: thenForget(setLanguage),
    setUpWorkspace: thenForget(setUpWorkspace),
    removeExample: thenForget(removeExample),
    restoreExample: thenForget(restoreExample),
    revokeDevice: thenForget(revokeDevice),
  },
  acts: publicActs,
};
