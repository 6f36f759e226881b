import { type No, no, ok } from "#kernel/result.ts";
import { findDevice } from "#modules/access/store/device.ts";
import { countPinAttempt, forgivePinAttempts, type PinAttempt } from "#modules/access/store/member-pin.ts";
import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { notePresence } from "#modules/access/store/presence.ts";
import { findAsker } from "#modules/access/views/find-asker.ts";
import { showFaces } from "#modules/access/views/show-faces.ts";
import { inWorkspace, type Outcome, readWorkspace, type Tx } from "#server/database/workspace-transaction.ts";
import {
  type DeviceCookie,
  readDeviceCookie,
  sameDeviceToken,
  verifyPin,
} from "#server/identity/member-sessions.ts";
import type { Doors, Exchange } from "../door-types.ts";
import { endMemberSession, endPersonSession } from "./end-session.ts";

type Acts = Doors["acts"];

/** The device that the cookie names, once its secret has proved it; null for any other. */
export async function proveDevice(tx: Tx, cookie: DeviceCookie): Promise<{ name: string } | null> {
  const device = await findDevice(tx, cookie.deviceId);
  return device !== null && sameDeviceToken(device.secretHash, cookie.secret) ? device : null;
}

export const showDevice: Acts["showDevice"] = async ({ database }, _input, { headers, now }) => {
  const cookie = readDeviceCookie(headers);
  if (cookie === null) return ok({ device: null });
  return readWorkspace(database, mintWorkspaceId(cookie.workspaceId), async (tx) => {
    const device = await proveDevice(tx, cookie);
    if (device === null) return ok({ device: null });
    return ok({ device: { name: device.name, ...(await showFaces(tx, cookie.deviceId, now)) } });
  });
};

/**
 * Counts the attempt and commits that, then verifies (slow on purpose, so with no row locked), then lets in. A
 * member without a PIN, or one who left, is answered like a wrong PIN.
 */
export const signInByPin: Acts["signInByPin"] = async (services, { memberId, pin }, exchange) => {
  const { database, memberSessions } = services;
  const cookie = readDeviceCookie(exchange.headers);
  if (cookie === null) return no("device_unknown");
  const workspaceId = mintWorkspaceId(cookie.workspaceId);

  const attempt = await inWorkspace(
    database,
    workspaceId,
    "write",
    async (tx): Promise<Outcome<PinAttempt | null>> => {
      if ((await proveDevice(tx, cookie)) === null) return { commit: false, value: null };
      return { commit: true, value: await countPinAttempt(tx, memberId, exchange.now) };
    },
  );
  if (attempt === null) return no("device_unknown");
  if (attempt.kind === "unknown") return no("pin_wrong", {}, ["pin"]);
  if (attempt.kind === "locked") return locked(attempt.until, exchange);
  if (!(await verifyPin(attempt.pinHash, pin))) {
    return attempt.lockedUntil === null
      ? no("pin_wrong", {}, ["pin"])
      : locked(attempt.lockedUntil, exchange);
  }

  const entered = await inWorkspace(database, workspaceId, "write", async (tx) => {
    const isForgiven = await forgivePinAttempts(tx, memberId, attempt.pinHash);
    const member = isForgiven ? await findAsker(tx, memberId, cookie.deviceId) : null;
    if (member === null) return { commit: false, value: null };
    const { deviceId } = cookie;
    const { now } = exchange;
    await notePresence(tx, memberId, deviceId, now);
    const session = await memberSessions.create(tx, { workspaceId, memberId, deviceId, way: "pin", now });
    return { commit: true, value: { session, slug: member.slug, name: member.workspaceName } };
  });
  // The PIN was changed, or the member or the device put out, while we verified.
  if (entered === null) return no("pin_wrong", {}, ["pin"]);
  // One browser is one asker: whoever was signed in here before is not any more.
  await endMemberSession(services, exchange);
  await endPersonSession(services, exchange);
  exchange.addCookie(entered.session.cookie);
  return ok({ workspace: { slug: entered.slug, name: entered.name } });
};

function locked(until: Date, { now }: Exchange): No {
  const retryAfter = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
  return no("pin_locked", { retryAfter }, ["pin"]);
}
