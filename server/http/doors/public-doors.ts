import { v7 as newId } from "uuid";
import { acceptInvitation } from "#commands/access/accept-invitation.ts";
import { createWorkspace } from "#commands/access/create-workspace.ts";
import { isInvitationSecret, readInvitationToken } from "#commands/access/invitation-token.ts";
import { runCommand } from "#commands/run-command.ts";
import type { WorkspaceId } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { findInvitation, type Invitation } from "#modules/access/store/invitation.ts";
import { findMemberOfUser } from "#modules/access/store/member.ts";
import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { findAsker } from "#modules/access/views/find-asker.ts";
import { findDoors } from "#modules/access/views/find-doors.ts";
import { isRemoved } from "#modules/access/views/find-neighbours.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { askerMemoryOf } from "../asker-memory.ts";
import type { Doors, Exchange, Services } from "../door-types.ts";
import { signInByBadge } from "./badge-doors.ts";
import { registerByCode } from "./device-code-doors.ts";
import { showDevice, signInByPin } from "./device-doors.ts";
import { hereOnDevice } from "./presence-doors.ts";
import { endMemberSession } from "./end-session.ts";

type Acts = Doors["acts"];
type WorkspaceDoor = { slug: string; name: string };
type WorkspaceChoice = WorkspaceDoor & { isExample: boolean };

/**
 * Makes the person and then their workspace. Should the second part fail, the person is there without a workspace:
 * the same sign-up again, with the right password, goes on from there.
 */
const signUp: Acts["signUp"] = async (services, input, exchange) => {
  const { name, email, password, workspaceName, currency, language, timeZone } = input;
  const made = await services.people.createUser({ email, password, name });
  if (!made.ok && made.refusal.code !== "email_taken") return made;

  const credentials = { email, password, ip: exchange.ip, userAgent: exchange.userAgent };
  let session = made.ok ? null : await services.people.signIn(credentials);
  if (session !== null && !session.ok) {
    return session.refusal.code === "too_many_attempts" || made.ok ? session : made;
  }
  const userId = made.ok ? made.value.userId : (session?.value.userId ?? "");
  const owner = { userId, name, email: email.toLowerCase() };
  const created = await createWorkspace(
    services.database,
    { name: workspaceName, currency, language, timeZone, owner, onlyFirst: true },
    exchange.now,
  );
  // They have a workspace already: this is a sign-up with a known e-mail like any other.
  if (!created.ok) return made.ok ? created : made;
  session ??= await services.people.signIn(credentials);
  if (!session.ok) return session;
  await enter(services, exchange, session.value.setCookies);
  const { slug } = created.value;
  return ok({ workspace: { slug, name: workspaceName } });
};

const signIn: Acts["signIn"] = async (services, { email, password }, exchange) => {
  const { ip, userAgent } = exchange;
  const session = await services.people.signIn({ email, password, ip, userAgent });
  if (!session.ok) return session;
  await enter(services, exchange, session.value.setCookies);
  return ok({ workspaces: await workspacesOf(services, session.value.userId) });
};

const signOut: Acts["signOut"] = async (services, _input, exchange) => {
  for (const cookie of await services.people.signOut(exchange.headers)) exchange.addCookie(cookie);
  exchange.addCookie(await services.memberSessions.end(exchange.headers));
  return ok({});
};

const whoAmI: Acts["whoAmI"] = async (services, _input, { headers }) => {
  const user = await services.people.resolveUser(headers);
  const workspaces = user === null ? [] : await workspacesOf(services, user.userId);
  const pin = await services.memberSessions.resolve(headers);
  if (pin !== null) {
    const here = await workspaceOf(services, pin.workspaceId, pin.memberId, pin.deviceId);
    if (here !== null && workspaces.every(({ slug }) => slug !== here.slug))
      workspaces.push({ ...here, isExample: false });
  }
  return ok({ person: user === null ? null : { name: user.name, email: user.email }, workspaces });
};

const showInvitation: Acts["showInvitation"] = async (services, { token }, { now }) => {
  const found = await findOpenInvitation(services, token, now);
  if (!found.ok) return found;
  const { workspaceName, invitation } = found.value;
  return ok({ workspaceName, name: invitation.name, email: invitation.email });
};

/** A new person gets the password they give here; one who is known to us shows the one they have. */
const acceptInvitationByLink: Acts["acceptInvitation"] = async (
  services,
  { token, password, language },
  exchange,
) => {
  const found = await findOpenInvitation(services, token, exchange.now);
  if (!found.ok) return found;
  const { workspaceId, invitation, secret } = found.value;
  const { email, name } = invitation;
  const made = await services.people.createUser({ email, password, name });
  if (!made.ok && made.refusal.code !== "email_taken") return made;
  const { ip, userAgent } = exchange;
  const session = await services.people.signIn({ email, password, ip, userAgent });
  if (!session.ok) return session;

  const { userId, setCookies } = session.value;
  const known = await readWorkspace(services.database, workspaceId, (tx) => findMemberOfUser(tx, userId));
  const memberId = known ?? newId();
  const accepted = await runCommand(
    services.database,
    acceptInvitation,
    { invitationId: invitation.id, userId, secret, ...(language === undefined ? {} : { language }) },
    {
      workspaceId,
      // Nobody's rights are needed but the link's, and the facts are by whoever comes in.
      actor: { kind: "member", memberId, roles: [], tradeIds: [] },
      commandId: newId(),
      now: exchange.now,
    },
  );
  if (!accepted.ok) return accepted;
  askerMemoryOf(services.database).forget(workspaceId);
  await enter(services, exchange, setCookies);
  const workspace = await workspaceOf(services, workspaceId, accepted.value.memberId, null);
  return workspace === null ? no("invitation_unknown", {}, ["token"]) : ok({ workspace });
};

export const publicActs: Acts = {
  signUp,
  signIn,
  signInByPin,
  signInByBadge,
  registerByCode,
  signOut,
  showDevice,
  hereOnDevice,
  whoAmI,
  showInvitation,
  acceptInvitation: acceptInvitationByLink,
};

/** One browser is one asker: a person who signs in on a shared device is not also the operator before them. */
async function enter(services: Services, exchange: Exchange, setCookies: readonly string[]): Promise<void> {
  await endMemberSession(services, exchange);
  for (const cookie of setCookies) exchange.addCookie(cookie);
}

/** Where the person is a member. A transaction each, since each shows the rows of one workspace alone; few have two. */
async function workspacesOf(services: Services, userId: string): Promise<WorkspaceChoice[]> {
  const workspaces: WorkspaceChoice[] = [];
  for (const { workspaceId, memberId, isExample } of await findDoors(
    { db: services.database.kysely },
    userId,
  )) {
    const workspace = await workspaceOf(services, workspaceId, memberId, null);
    if (workspace !== null) workspaces.push({ ...workspace, isExample });
  }
  return workspaces;
}

async function workspaceOf(
  { database }: Services,
  workspaceId: string,
  memberId: string,
  deviceId: string | null,
): Promise<WorkspaceDoor | null> {
  const member = await readWorkspace(database, mintWorkspaceId(workspaceId), (tx) =>
    findAsker(tx, memberId, deviceId),
  );
  return member === null ? null : { slug: member.slug, name: member.workspaceName };
}

type OpenInvitation = {
  workspaceId: WorkspaceId;
  workspaceName: string;
  invitation: Invitation;
  secret: string;
};

/** The token says where to look; its secret proves that it was given out there. */
async function findOpenInvitation(
  { database }: Services,
  token: string,
  now: Date,
): Promise<Result<OpenInvitation>> {
  const unknown = no("invitation_unknown", {}, ["token"]);
  const claimed = readInvitationToken(token);
  if (claimed === null) return unknown;
  const { invitationId, secret } = claimed;
  const workspaceId = mintWorkspaceId(claimed.workspaceId);
  return readWorkspace(database, workspaceId, async (tx) => {
    const invitation = await findInvitation(tx, invitationId, "read");
    if (invitation === null || !isInvitationSecret(invitation.secretHash, secret)) return unknown;
    if (invitation.acceptedAt !== null || invitation.expiresAt <= now || (await isRemoved(tx)))
      return unknown;
    const { name: workspaceName } = await tx.db
      .selectFrom("workspace")
      .select("name")
      .where("workspace_id", "=", tx.workspaceId)
      .executeTakeFirstOrThrow();
    return ok({ workspaceId, workspaceName, invitation, secret });
  });
}
