import { no, ok } from "#kernel/result.ts";
import type { accessRoutes } from "#modules/access/contract/routes.ts";
import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { noteDevicePresence, notePresence } from "#modules/access/store/presence.ts";
import { inWorkspace } from "#server/database/workspace-transaction.ts";
import { readDeviceCookie } from "#server/identity/member-sessions.ts";
import type { Doors, WorkspaceAct } from "../door-types.ts";
import { proveDevice } from "./device-doors.ts";

/**
 * Signs of life. They change nothing that anybody would ask the history for, so they make no fact and no command is
 * remembered: at 200 floors that would be ten rows a second, for ever.
 */
export const hereOnFloor: WorkspaceAct<typeof accessRoutes.hereOnFloor> = async (
  { database },
  _input,
  { workspaceId, actor, now },
) => {
  if (actor.kind !== "member") return no("not_allowed", { action: "my_stages.read" });
  await inWorkspace(database, workspaceId, "write", async (tx) => {
    await notePresence(tx, actor.memberId, null, now);
    return { commit: true, value: null };
  });
  return ok({});
};

export const hereOnDevice: Doors["acts"]["hereOnDevice"] = async ({ database }, _input, { headers, now }) => {
  const cookie = readDeviceCookie(headers);
  if (cookie === null) return no("device_unknown");
  const isOurs = await inWorkspace(database, mintWorkspaceId(cookie.workspaceId), "write", async (tx) => {
    if ((await proveDevice(tx, cookie)) === null) return { commit: false, value: false };
    await noteDevicePresence(tx, cookie.deviceId, now);
    return { commit: true, value: true };
  });
  return isOurs ? ok({}) : no("device_unknown");
};
