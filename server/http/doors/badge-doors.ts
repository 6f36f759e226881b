import { issueBadge } from "#commands/access/issue-badge.ts";
import { revokeBadge } from "#commands/access/revoke-badge.ts";
import { type Asking, runCommand } from "#commands/run-command.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { accessRoutes } from "#modules/access/contract/routes.ts";
import {
  countBadgeFailure,
  findBadge,
  forgiveBadgeFailures,
  lockBadgeAttempts,
  renewBadgeSecret,
} from "#modules/access/store/badge.ts";
import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { notePresence } from "#modules/access/store/presence.ts";
import { findAsker } from "#modules/access/views/find-asker.ts";
import { inWorkspace, type Outcome, readWorkspace } from "#server/database/workspace-transaction.ts";
import { badgePdf } from "#server/documents/badge.ts";
import { writePdf } from "#server/documents/write-pdf.ts";
import { createBadgeCode, hashBadgeCode } from "#server/identity/badge-code.ts";
import { readDeviceCookie } from "#server/identity/member-sessions.ts";
import { enCommon } from "#web/texts/compiled/en-common.ts";
import { enDocuments } from "#web/texts/compiled/en-documents.ts";
import { ukCommon } from "#web/texts/compiled/uk-common.ts";
import { ukDocuments } from "#web/texts/compiled/uk-documents.ts";
import { createTranslator } from "#web/texts/translator.ts";
import type { Doors, Services, WorkspaceAct } from "../door-types.ts";
import { proveDevice } from "./device-doors.ts";
import { endMemberSession, endPersonSession } from "./end-session.ts";

type Entered = { readonly cookie: string; readonly slug: string; readonly name: string };

/**
 * All in one short transaction under the device's lock: a code is found by one fast hash, so that a hundred at once
 * wait for each other and are counted. What was a badge once is told so and not counted: whoever holds it guesses
 * nothing.
 */
export const signInByBadge: Doors["acts"]["signInByBadge"] = async (services, { badge }, exchange) => {
  const { database, memberSessions } = services;
  const { now } = exchange;
  const device = readDeviceCookie(exchange.headers);
  if (device === null) return no("device_unknown");
  const { deviceId } = device;
  const workspaceId = mintWorkspaceId(device.workspaceId);

  const answer = await inWorkspace(
    database,
    workspaceId,
    "write",
    async (tx): Promise<Outcome<Result<Entered>>> => {
      if ((await proveDevice(tx, device)) === null) return { commit: false, value: no("device_unknown") };
      const lockedUntil = await lockBadgeAttempts(tx, deviceId, now);
      if (lockedUntil !== null) return { commit: false, value: locked(lockedUntil, now) };
      const shown = await findBadge(tx, hashBadgeCode(badge));
      if (shown.kind === "unknown") {
        const until = await countBadgeFailure(tx, deviceId, now);
        return { commit: true, value: until === null ? no("badge_unknown") : locked(until, now) };
      }
      const member = shown.kind === "in_use" ? await findAsker(tx, shown.memberId, deviceId) : null;
      if (member === null) return { commit: false, value: no("badge_revoked") };
      const { memberId, slug, workspaceName: name } = member;
      await forgiveBadgeFailures(tx, deviceId);
      await notePresence(tx, memberId, deviceId, now);
      const session = { workspaceId, memberId, deviceId, way: "badge", now } as const;
      const { cookie } = await memberSessions.create(tx, session);
      return { commit: true, value: ok({ cookie, slug, name }) };
    },
  );
  if (!answer.ok) return answer;
  const { cookie, slug, name } = answer.value;
  // One browser is one asker: whoever was signed in here before is not any more.
  await endMemberSession(services, exchange);
  await endPersonSession(services, exchange);
  exchange.addCookie(cookie);
  return ok({ workspace: { slug, name } });
};

function locked(until: Date, now: Date) {
  return no("badge_locked", { retryAfter: Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000)) });
}

const catalogues = { en: [enDocuments, enCommon], uk: [ukDocuments, ukCommon] } as const;

/**
 * The code is made here and goes onto the paper alone. An issue that comes again, because its first answer was lost on
 * the way, has lost the first paper with it: the badge gets the new code.
 */
export const issueBadgeOnPaper: WorkspaceAct<typeof accessRoutes.issueBadge> = async (
  services,
  input,
  asking,
) => {
  const { code, secretHash } = createBadgeCode();
  const result = await runCommand(services.database, issueBadge(secretHash), input, asking);
  if (!result.ok || asking.actor.kind !== "member") return result;
  const { badgeId } = result.value;
  const { memberId: issuedBy } = asking.actor;
  const isOurs = await inWorkspace(services.database, asking.workspaceId, "write", async (tx) => {
    const renewed = await renewBadgeSecret(tx, badgeId, issuedBy, secretHash);
    return { commit: renewed, value: renewed };
  });
  return isOurs ? ok({ badgeId, ...(await print(services, input.memberId, code, asking)) }) : result;
};

async function print(
  { database }: Services,
  memberId: Id,
  code: string,
  { workspaceId, actor, now }: Asking,
): Promise<{ pdf: string | null; fileName: string | null }> {
  const [holder, issuer] = await readWorkspace(database, workspaceId, async (tx) => [
    await findAsker(tx, memberId, null),
    actor.kind === "member" ? await findAsker(tx, actor.memberId, null) : null,
  ]);
  if (holder === null) return { pdf: null, fileName: null };
  const { language, timeZone } = issuer ?? holder;
  const texts = createTranslator(language, catalogues[language], timeZone);
  const { name, workspaceName } = holder;
  const pdf = badgePdf({ name, workspaceName, code, now, texts });
  return { pdf: Buffer.from(await writePdf(pdf)).toString("base64"), fileName: `${pdf.title}.pdf` };
}

/** A badge that was lost may have been shown already: what it opened ends with it. */
export const revokeBadgeAndSessions: WorkspaceAct<typeof accessRoutes.revokeBadge> = async (
  services,
  input,
  asking,
) => {
  const result = await runCommand(services.database, revokeBadge, input, asking);
  if (result.ok) await services.memberSessions.endByBadge(asking.workspaceId, input.memberId, asking.now);
  return result;
};
