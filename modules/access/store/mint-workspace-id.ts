import type { WorkspaceId } from "#kernel/id.ts";

/** The only place where a text becomes a workspace id: after a session proved a door, or for a new workspace. */
export function mintWorkspaceId(text: string): WorkspaceId {
  return text.toLowerCase() as WorkspaceId;
}
