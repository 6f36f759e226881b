import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Id, WorkspaceId } from "#kernel/id.ts";

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const shape = new RegExp(`^(?<workspace>${uuid})\\.(?<invitation>${uuid})\\.(?<secret>[A-Za-z0-9_-]{43})$`);

const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** What the link carries: where to look, and a secret of 256 random bits of which only the hash is kept. */
export function newInvitationToken(workspaceId: WorkspaceId, id: Id): { token: string; secretHash: string } {
  const secret = randomBytes(32).toString("base64url");
  return { token: `${workspaceId}.${id}.${secret}`, secretHash: hashOf(secret) };
}

/** What a link claims: unproven until `isInvitationSecret` says so of the row's hash. */
export function readInvitationToken(
  token: string,
): { workspaceId: string; invitationId: Id; secret: string } | null {
  const parts = shape.exec(token)?.groups;
  const { workspace, invitation, secret } = parts ?? {};
  if (workspace === undefined || invitation === undefined || secret === undefined) return null;
  return { workspaceId: workspace, invitationId: invitation, secret };
}

/** Takes the same time wherever the two differ. */
export function isInvitationSecret(secretHash: string, secret: string): boolean {
  const claimed = hashOf(secret);
  return (
    claimed.length === secretHash.length && timingSafeEqual(Buffer.from(claimed), Buffer.from(secretHash))
  );
}
