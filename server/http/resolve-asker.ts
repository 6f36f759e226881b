import type { IncomingHttpHeaders } from "node:http";
import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { findAsker } from "#modules/access/views/find-asker.ts";
import { findDoor, isAddressOf } from "#modules/access/views/find-doors.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { askerMemoryOf } from "./asker-memory.ts";
import type { Asker, ResolveAsker, Services } from "./door-types.ts";

/**
 * Who asks, in the workspace at a slug: the member behind a PIN session of this workspace, else behind a person's
 * session and their door. Sessions come first and are resolved by their own memories, so that a sign-out counts;
 * the member and what they may do are remembered for three seconds (asker-memory.ts). Without a memory: one
 * statement for the session, one for the door, and one small transaction for the member.
 */
export function createResolveAsker(
  services: Pick<Services, "database" | "people" | "memberSessions">,
): ResolveAsker {
  const { database, people, memberSessions } = services;
  const memory = askerMemoryOf(database);
  const global = { db: database.kysely };

  return async (headers: IncomingHttpHeaders, slug: string) => {
    const pin = await memberSessions.resolve(headers);
    if (pin !== null) {
      const key = `pin ${pin.deviceId} ${pin.memberId} ${slug}`;
      const asker = await memory.get(key, async () => {
        if (!(await isAddressOf(global, slug, pin.workspaceId))) return null;
        return load(pin.workspaceId, pin.memberId, pin.deviceId);
      });
      if (asker !== null) return asker;
    }
    const user = await people.resolveUser(headers);
    if (user === null) return null;
    return memory.get(`person ${user.userId} ${slug}`, async () => {
      const door = await findDoor(global, slug, user.userId);
      return door === null ? null : load(door.workspaceId, door.memberId, null);
    });
  };

  async function load(workspace: string, memberId: string, deviceId: string | null): Promise<Asker | null> {
    const workspaceId = mintWorkspaceId(workspace);
    const member = await readWorkspace(database, workspaceId, (tx) => findAsker(tx, memberId, deviceId));
    if (member === null) return null;
    const { name, language, roles, tradeIds, timeZone } = member;
    return {
      workspaceId,
      actor: { kind: "member", memberId, roles, tradeIds },
      memberId,
      memberName: name,
      language,
      timeZone,
      byPin: deviceId !== null,
    };
  }
}
