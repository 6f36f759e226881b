import { no, ok } from "#kernel/result.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { lockDevice, markDeviceRevoked } from "#modules/access/store/device.ts";
import { defineCommand } from "../run-command.ts";

/** The sessions on it end by themselves: none is honoured whose device is revoked (server/http/resolve-asker.ts). */
export const revokeDevice = defineCommand(
  "revokeDevice",
  accessRoutes.revokeDevice,
  async (tx, input, act) => {
    const { deviceId } = input;
    const device = await lockDevice(tx, deviceId);
    if (device === null) return no("device_unknown", {}, ["deviceId"]);
    if (device.revoked) return ok({});
    const version = device.version + 1;
    await markDeviceRevoked(tx, deviceId, act.now, version);
    const data = { reason: input.reason ?? null };
    act.append({ kind: "device_revoked", thing: "device", thingId: deviceId, version, data });
    return ok({});
  },
);
