import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import type { OrderFact } from "#modules/production/core/order-fact.ts";
import { stageGraph } from "#modules/production/core/order-state.ts";
import {
  actsToShow,
  isTurn,
  type River,
  riverFactKinds,
  type RiverFrame,
  riverOf,
} from "#modules/production/core/river.ts";
import { backKey } from "#modules/production/core/river-returns.ts";
import { riverCells } from "#modules/production/core/river-tally.ts";
import { spokenOf } from "#modules/production/core/spoken-fact.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { valuesOf } from "./fact-values.ts";
import { idsToName, readNames } from "./show-order-history.ts";

type Route = typeof productionRoutes.showOrderRiver;
type Answer = Output<Route>;
type Frame = Answer["frames"][number];

/** More moments than a slider has pixels tell nobody more. */
const mostFrames = 400;
/** An answer stays below 200 kB (docs: what a request may weigh), its words in any alphabet. */
const mostBytes = 180_000;

type FactRow = { id: Id; kind: OrderFact["kind"]; data: unknown; command_id: Id };
/** What one command told, by version. */
type Act = { readonly rows: readonly FactRow[]; readonly facts: readonly OrderFact[] };

/**
 * Where every unit of an order was, act by act, from its facts. Of more acts than fit, the first and the last are
 * shown, those in which units left the straight way as far as they fill half of the frames, and of the others one in
 * so many; each frame says how many acts it stands for.
 */
export async function showOrderRiver(tx: Tx, input: Input<Route>, viewer: Viewer): Promise<Result<Answer>> {
  const acts = await readActs(tx, input.orderId);
  if (acts.length === 0) return no("order_unknown", {}, ["orderId"]);
  const shown = actsToShow(
    acts.map((act) => isTurn(act.facts)),
    mostFrames,
  );
  const wanted = new Set(shown);
  const river = riverOf(
    input.orderId,
    acts.map((act) => act.facts),
    (act) => wanted.has(act),
  );
  const words = await readWords(tx, river.frames, acts, viewer);
  const runs = await readRuns(tx, input.orderId);
  for (let most = mostFrames; ; most = Math.floor(most / 2)) {
    const kept = thinned(river, acts, most);
    const answer = inAnswer({ ...river, frames: kept }, words, runs, acts.length);
    if (most < 4 || Buffer.byteLength(JSON.stringify(answer)) <= mostBytes) return ok(answer);
  }
}

function thinned(river: River, acts: readonly Act[], most: number): RiverFrame[] {
  const turns = river.frames.map(({ act }) => isTurn(acts[act]?.facts ?? []));
  return actsToShow(turns, most).flatMap((place) => river.frames[place] ?? []);
}

async function readActs(tx: Tx, orderId: Id): Promise<Act[]> {
  const { rows } = await sql<FactRow>`
    select id, kind, data, command_id from fact
    where workspace_id = ${tx.workspaceId} and thing = 'order' and thing_id = ${orderId}
      and kind = any(${[...riverFactKinds]})
    order by version`.execute(tx.db);
  const acts: FactRow[][] = [];
  for (const row of rows) {
    const last = acts.at(-1);
    if (last?.[0]?.command_id === row.command_id) last.push(row);
    else acts.push([row]);
  }
  // The log is written by commands alone, with the types of order-fact.ts.
  return acts.map((ofAct) => ({ rows: ofAct, facts: ofAct as unknown as OrderFact[] }));
}

type Words = Pick<Frame, "factId" | "kind" | "at" | "byName" | "byWhom" | "values">;

/** What was done at each frame, by its act: who, when, and the values of its sentence. */
async function readWords(
  tx: Tx,
  frames: readonly RiverFrame[],
  acts: readonly Act[],
  viewer: Viewer,
): Promise<ReadonlyMap<number, Words>> {
  const heads = frames.flatMap(({ act }) => {
    const head = spokenOf(acts[act]?.rows ?? []);
    return head === undefined ? [] : [{ act, head, fact: head as unknown as OrderFact }];
  });
  const { rows } = await sql<{
    id: Id;
    at: Date;
    by_whom: Frame["byWhom"];
    by_name: string | null;
    has_lots: boolean;
  }>`
    select f.id, f.at, f.by_whom, m.name as by_name, o.batch_mode <> 'whole' or exists (
      select from lot l where l.workspace_id = o.workspace_id and l.order_id = o.id and l.parent_id is not null) as has_lots
    from fact f
    join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = f.thing_id
    left join member m on m.workspace_id = ${tx.workspaceId} and m.id = f.by_member
    where f.workspace_id = ${tx.workspaceId} and f.id = any(${heads.map(({ head }) => head.id)}::uuid[])`.execute(
    tx.db,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const names = await readNames(tx, idsToName(heads.map(({ fact }) => fact)), rows[0]?.has_lots === true);
  const seesCost = viewer.may("order.cost");
  return new Map(
    heads.flatMap(({ act, head, fact }) => {
      const row = byId.get(head.id);
      if (row === undefined) return [];
      return [
        [
          act,
          {
            factId: head.id,
            kind: head.kind,
            at: row.at.toISOString(),
            byName: row.by_name,
            byWhom: row.by_whom,
            values: valuesOf(fact, names, seesCost),
          },
        ] as const,
      ];
    }),
  );
}

type RunsOfStage = { readonly runs: number; readonly runId: Id | null };

async function readRuns(tx: Tx, orderId: Id): Promise<ReadonlyMap<Id, RunsOfStage>> {
  const { rows } = await sql<{ stage_id: Id; runs: number; run_id: Id | null }>`
    select order_stage_id as stage_id, count(*)::int as runs,
      case when count(*) = 1 then (array_agg(id))[1] end as run_id
    from run
    where workspace_id = ${tx.workspaceId} and order_id = ${orderId} and state <> 'void'
    group by order_stage_id`.execute(tx.db);
  return new Map(rows.map((row) => [row.stage_id, { runs: row.runs, runId: row.run_id }]));
}

const width = riverCells.length;
const past = riverCells.indexOf("past");

function inAnswer(
  river: River,
  words: ReadonlyMap<number, Words>,
  runs: ReadonlyMap<Id, RunsOfStage>,
  acts: number,
): Answer {
  const graph = stageGraph(river);
  const byKey = new Map(river.stages.map((stage) => [stage.key, stage]));
  // Of the stages as they were stored, those that are switched on, by their place in the answer.
  const places = river.stages.flatMap((stage, place) => (stage.active ? [{ stage, place }] : []));
  const stages = places.map(({ stage }) => ({
    id: stage.id,
    name: stage.name,
    after: (graph.waits.get(stage.key) ?? []).flatMap((key) => byKey.get(key)?.id ?? []),
    runId: runs.get(stage.id)?.runId ?? null,
    runs: runs.get(stage.id)?.runs ?? 0,
  }));
  const last = river.frames.at(-1);
  const goneOn = new Map(
    places.map(({ stage, place }) => [stage.id, last?.cells[place * width + past] ?? 0] as const),
  );
  const backKeys = [...new Set(river.frames.flatMap((frame) => [...frame.back.keys()]))];
  const on = stages.flatMap((stage) =>
    stage.after.map((before) => ({
      kind: "on" as const,
      fromStageId: before,
      toStageId: stage.id,
      units: goneOn.get(before) ?? 0,
    })),
  );
  const back = backKeys.map((key) => {
    const [from = "", to = ""] = key.split(" ");
    return {
      kind: "back" as const,
      fromStageId: from,
      toStageId: to,
      units: last?.back.get(backKey(from, to)) ?? 0,
    };
  });
  const frames = river.frames.flatMap((frame, index): Frame[] => {
    const before = river.frames[index - 1];
    const told = words.get(frame.act);
    if (told === undefined) return [];
    return [
      {
        ...told,
        acts: frame.act - (before?.act ?? -1),
        counts: frame.counts,
        stages: places.flatMap(({ place }, shown) => {
          const cells = frame.cells.slice(place * width, (place + 1) * width);
          const same = cells.every((units, cell) => units === (before?.cells[place * width + cell] ?? 0));
          return same ? [] : [[shown, ...cells]];
        }),
        back: backKeys.flatMap((key, place) => {
          const units = frame.back.get(key) ?? 0;
          return units === (before?.back.get(key) ?? 0) ? [] : [[on.length + place, units]];
        }),
      },
    ];
  });
  return { stages, flows: [...on, ...back], acts, frames };
}
