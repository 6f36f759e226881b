import { randomBytes } from "node:crypto";
import { v7 as newId } from "uuid";
import type { Id, WorkspaceId } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { slugCandidates } from "#modules/access/core/make-slug.ts";
import { insertMember } from "#modules/access/store/member.ts";
import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { type Answers, type Calendar, insertWorkspace } from "#modules/access/store/workspace.ts";
import { lockPersonWithoutDoor, openDoor, takeAddress } from "#modules/access/store/workspace-door.ts";
import { insertDealStatuses, insertPipeline } from "#modules/crm/store/pipeline.ts";
import { insertWarehouses } from "#modules/inventory/store/warehouse-rows.ts";
import { insertDefectReasons } from "#modules/production/store/defect-reason.ts";
import { insertStopReasons } from "#modules/production/store/stop-reason.ts";
import { type Database, inWorkspace, type Outcome, type Tx } from "#server/database/workspace-transaction.ts";
import { claimCommandId, type NewFact, saveAnswer } from "../run-command.ts";
import {
  type DefectReasonKey,
  defectReasonKeys,
  type Language,
  startingStopReasons,
  startingWords,
  type StatusKey,
  statusKeys,
  type StopReasonKey,
  type WarehouseKey,
  warehouseKeys,
} from "./starting-words.ts";

export type NewWorkspace = {
  readonly name: string;
  readonly currency: string;
  readonly language: Language;
  readonly timeZone: string;
  readonly owner: {
    /** The person in `auth`; null for a workspace that nobody signs in to by e-mail (tests). */
    readonly userId: string | null;
    readonly name: string;
    readonly email: string | null;
  };
  readonly isDemo?: boolean;
  /** what it is known to make, so that nobody is asked */
  readonly answers?: Answers;
  /** Refuses a person who may already enter a workspace: a sign-up that comes twice makes one. */
  readonly onlyFirst?: boolean;
};

/** The ids of what a new workspace begins with, by what it is for. */
export type CreatedWorkspace = {
  readonly workspaceId: WorkspaceId;
  readonly slug: string;
  readonly name: string;
  readonly ownerId: Id;
  readonly pipelineId: Id;
  readonly dealStatusIds: Readonly<Record<StatusKey, Id>>;
  readonly warehouseIds: Readonly<Record<WarehouseKey, Id>>;
  readonly stopReasonIds: Readonly<Record<StopReasonKey, Id>>;
  readonly defectReasonIds: Readonly<Record<DefectReasonKey, Id>>;
};

const nineToSix = ["09:00", "18:00"];
const workingWeek: Calendar = {
  "1": nineToSix,
  "2": nineToSix,
  "3": nineToSix,
  "4": nineToSix,
  "5": nineToSix,
};

/**
 * Makes a workspace with its owner, address and starting dictionaries, all or nothing. It is a command in all
 * but its door: runCommand needs a workspace to run in, and this one is not there before. The same facts tell
 * it, in the same transaction.
 *
 * Refusal: workspace_exists (only with `onlyFirst`).
 */
export async function createWorkspace(
  database: Database,
  input: NewWorkspace,
  now: Date,
): Promise<Result<CreatedWorkspace>> {
  for (let attempt = 1; ; attempt += 1) {
    const candidates = slugCandidates(input.name, randomBytes(4).toString("hex"));
    // Another took the wanted address at the same moment. The next try sees it taken; where many come at once,
    // the third stops racing them for a number and takes one that nobody else can want.
    const created = await tryCreate(database, input, attempt < 3 ? candidates : candidates.slice(-1), now);
    if (created !== null) return created;
    if (attempt === 5) throw new Error("No free address was found for a new workspace");
  }
}

function tryCreate(
  database: Database,
  input: NewWorkspace,
  slugs: readonly string[],
  now: Date,
): Promise<Result<CreatedWorkspace> | null> {
  const workspaceId = mintWorkspaceId(newId());
  return inWorkspace(
    database,
    workspaceId,
    "write",
    async (tx): Promise<Outcome<Result<CreatedWorkspace> | null>> => {
      const { userId } = input.owner;
      if (input.onlyFirst === true && userId !== null && !(await lockPersonWithoutDoor(tx, userId))) {
        return { commit: false, value: no("workspace_exists") };
      }
      const slug = await takeAddress(tx, slugs);
      if (slug === null) return { commit: false, value: null };
      return { commit: true, value: ok(await fillWorkspace(tx, input, slug, now)) };
    },
  );
}

/** The rows of a workspace that has its address, in a transaction that is already in it. */
export async function fillWorkspace(
  tx: Tx,
  input: NewWorkspace,
  slug: string,
  now: Date,
): Promise<CreatedWorkspace> {
  const { name, currency, language, timeZone, owner } = input;
  const settings = { name, currency, language, timeZone, calendar: workingWeek, allowNegativeStock: true };
  const { isDemo = false, answers = null } = input;
  await insertWorkspace(tx, { ...settings, slug, isDemo, answers, now });

  const ownerId = newId();
  const asking = {
    workspaceId: tx.workspaceId,
    actor: { kind: "member", memberId: ownerId, roles: ["owner"], tradeIds: [] } as const,
    commandId: newId(),
    now,
  };
  await claimCommandId(tx, "createWorkspace", "", asking);
  await insertMember(tx, {
    id: ownerId,
    userId: owner.userId,
    name: owner.name,
    email: owner.email,
    language,
    roles: ["owner"],
    tradeIds: [],
    pinHash: null,
    now,
  });
  if (owner.userId !== null) await openDoor(tx, owner.userId, ownerId);

  const facts: NewFact[] = [
    begun("workspace_created", "workspace", tx.workspaceId, { ...settings, slug }),
    begun("member_added", "member", ownerId, { roles: ["owner"], tradeIds: [] }),
  ];
  const dictionaries = await fillDictionaries(tx, language, facts);
  await saveAnswer(tx, asking, {}, facts);
  return { workspaceId: tx.workspaceId, slug, name, ownerId, ...dictionaries };
}

async function fillDictionaries(
  tx: Tx,
  language: Language,
  facts: NewFact[],
): Promise<
  Pick<
    CreatedWorkspace,
    "pipelineId" | "dealStatusIds" | "warehouseIds" | "stopReasonIds" | "defectReasonIds"
  >
> {
  const words = startingWords[language];

  const pipelineId = newId();
  await insertPipeline(tx, { id: pipelineId, name: words.pipeline, position: 1 });
  facts.push(begun("pipeline_added", "pipeline", pipelineId, { name: words.pipeline, position: 1 }));

  const dealStatusIds = idsFor(statusKeys);
  const statuses = statusKeys.map((key, index) => ({
    id: dealStatusIds[key],
    pipelineId,
    name: words.statuses[key],
    position: index + 1,
    kind: key === "won" || key === "lost" ? key : ("open" as const),
  }));
  await insertDealStatuses(tx, statuses);
  for (const { id, ...data } of statuses) facts.push(begun("deal_status_added", "deal_status", id, data));

  const warehouseIds = idsFor(warehouseKeys);
  const warehouses = warehouseKeys.map((key) => ({ id: warehouseIds[key], name: words.warehouses[key] }));
  await insertWarehouses(tx, warehouses);
  for (const { id, name } of warehouses) facts.push(begun("warehouse_added", "warehouse", id, { name }));

  const stopReasonIds = idsFor(startingStopReasons.map((reason) => reason.key));
  const reasons = startingStopReasons.map(({ key, kind, paid }) => ({
    id: stopReasonIds[key],
    kind,
    name: words.stopReasons[key],
    paid,
  }));
  await insertStopReasons(tx, reasons);
  for (const { id, ...data } of reasons) facts.push(begun("stop_reason_added", "stop_reason", id, data));

  const defectReasonIds = idsFor(defectReasonKeys);
  const defectReasons = defectReasonKeys.map((key) => ({
    id: defectReasonIds[key],
    name: words.defectReasons[key],
    photo_id: null,
  }));
  await insertDefectReasons(tx, defectReasons);
  for (const { id, name } of defectReasons) {
    facts.push(begun("defect_reason_added", "defect_reason", id, { name, photoId: null }));
  }

  return { pipelineId, dealStatusIds, warehouseIds, stopReasonIds, defectReasonIds };
}

const begun = (kind: string, thing: string, thingId: Id, data: Record<string, unknown>): NewFact => ({
  kind,
  thing,
  thingId,
  version: 1,
  data,
});

function idsFor<K extends string>(keys: readonly K[]): Record<K, Id> {
  return Object.fromEntries(keys.map((key) => [key, newId()])) as Record<K, Id>;
}
