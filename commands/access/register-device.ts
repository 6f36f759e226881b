import { no, ok } from "#kernel/result.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { insertDevice } from "#modules/access/store/device.ts";
import { defineCommand } from "../run-command.ts";

/**
 * The door makes the device's secret and hands its hash in: the secret goes to the browser's cookie alone, past
 * the command's answer, which is remembered.
 */
export const registerDevice = (secretHash: string) =>
  defineCommand("registerDevice", accessRoutes.registerDevice, async (tx, { name }, act) => {
    if (act.actor.kind !== "member") return no("not_allowed", { action: "device.manage" });
    const deviceId = act.newId();
    await insertDevice(tx, {
      id: deviceId,
      name,
      secretHash,
      registeredBy: act.actor.memberId,
      now: act.now,
    });
    act.append({ kind: "device_registered", thing: "device", thingId: deviceId, version: 1, data: { name } });
    return ok({ deviceId });
  });
