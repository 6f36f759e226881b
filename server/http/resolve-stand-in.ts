import type { IncomingHttpHeaders } from "node:http";
import type { Tap } from "#commands/take-tap.ts";
import { tappedTime } from "#kernel/tapped-time.ts";
import { tapVerbs } from "#modules/production/contract/tap-verbs.ts";
import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { findAsker } from "#modules/access/views/find-asker.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { readDeviceCookie } from "#server/identity/member-sessions.ts";
import { hadSignedIn } from "#server/identity/stand-in.ts";
import type { Asker, Services } from "./door-types.ts";
import { proveDevice } from "./doors/device-doors.ts";

/** What a device may send for somebody: what is tapped on the floor, and the photos that go with it. */
const sentByDevices: ReadonlySet<string> = new Set([...tapVerbs, "uploadFile"]);

/**
 * Who tapped on a shared device without network, where nobody could be asked to prove it: whoever was chosen there, if
 * they had signed in on it in that shift. The device answers for that by its own secret; null where it can't. What is
 * done so is marked (docs/decisions/shared-tablets.md).
 */
export async function resolveStandIn(
  { database }: Pick<Services, "database">,
  headers: IncomingHttpHeaders,
  slug: string,
  routeName: string,
  tap: Tap,
  now: Date,
): Promise<Asker | null> {
  const device = readDeviceCookie(headers);
  if (device === null || !sentByDevices.has(routeName)) return null;
  const { deviceId } = device;
  const workspaceId = mintWorkspaceId(device.workspaceId);
  return readWorkspace(database, workspaceId, async (tx) => {
    if ((await proveDevice(tx, device)) === null) return null;
    const at = tappedTime(tap, null, now);
    if (!(await hadSignedIn(tx, { memberId: tap.memberId, deviceId, at }))) return null;
    const member = await findAsker(tx, tap.memberId, deviceId);
    if (member === null || member.slug !== slug) return null;
    const { memberId, name, language, roles, tradeIds, timeZone } = member;
    return {
      workspaceId,
      actor: { kind: "member", memberId, roles, tradeIds },
      memberId,
      memberName: name,
      language,
      timeZone,
      byPin: true,
    };
  });
}
