import { addItem } from "#commands/catalog/add-item.ts";
import { addTemplate } from "#commands/templates/add-template.ts";
import type { Id } from "#kernel/id.ts";
import { type BatchMode, templateBodyField } from "#modules/templates/contract/template-body.ts";
import type { OutputOf } from "#modules/routes.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { openFloor } from "./floor/order-floor.ts";
import type { BenchRow } from "./main.ts";
import { timesOf } from "./measure.ts";
import { askAs, type BenchWorld } from "./world.ts";

/** Orders of each mode that are taken through a start, a return and a finish. */
const turns = 60;
/** Of the order that is made one by one. */
const units = 1_000;
const stages = 10;

type Step = "create" | "start" | "return" | "finish";

/**
 * Create, start, send units back and finish in each batch mode, in turns with the floor's create, start and
 * finish (of a whole batch: there is no cheaper work by hand). Then an order of a thousand units by ten stages.
 */
export async function measureModes(world: BenchWorld, add: (row: BenchRow) => void): Promise<void> {
  const floor = await openFloor(world);
  for (const mode of ["whole", "split", "per_unit"] as const) await measureMode(world, floor, mode, add);
  await floor.close();
  await measureThousand(world, add);
}

async function measureMode(
  world: BenchWorld,
  floor: Awaited<ReturnType<typeof openFloor>>,
  mode: BatchMode,
  add: (row: BenchRow) => void,
): Promise<void> {
  const { supervisor } = world;
  const operator = world.operators[0] ?? supervisor;
  const reasons = await supervisor.get<OutputOf<"listDefectReasons">>("/defect-reasons");
  const reasonId = reasons.rows[0]?.id;
  const own: Record<Step, number[]> = { create: [], start: [], return: [], finish: [] };
  const byHand: Record<Step, number[]> = { create: [], start: [], return: [], finish: [] };
  const timed = async <T>(times: number[], work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const value = await work();
    times.push(performance.now() - began);
    return value;
  };
  const quantity = mode === "per_unit" ? 10 : 20;
  for (let turn = 0; turn < turns; turn += 1) {
    const variantId = world.products[turn % world.products.length]?.variantId;
    const body = { variantId, quantity, batchMode: mode };
    const made = await timed(own.create, () =>
      supervisor.post<OutputOf<"createOrder">>("/orders/create", body),
    );
    await timed(byHand.create, () => floor.createOrder(turn));
    const [runId, stageId] = await firstRun(world, made.orderId);
    await timed(own.start, () => operator.post(`/runs/${runId}/start`, {}));
    await timed(byHand.start, () => floor.startRun());
    const sentBack = mode === "per_unit" ? 1 : 3;
    const back = { reasonId, units: sentBack, decision: "return", toStageId: stageId };
    await timed(own.return, () => operator.post(`/runs/${runId}/defect`, back));
    await floor.pauseRun();
    // What goes back to its own stage is at once ready there: a whole batch has all its units again.
    const left = mode === "split" ? quantity - sentBack : mode === "per_unit" ? 1 : quantity;
    const [again] = mode === "per_unit" ? await firstRun(world, made.orderId, true) : [runId];
    if (mode === "per_unit") await operator.post(`/runs/${again}/start`, {});
    await timed(own.finish, () => operator.post(`/runs/${again}/finish`, { units: left }));
    await timed(byHand.finish, () => floor.finishRun());
  }
  for (const step of ["create", "start", "return", "finish"] as const) {
    const figure = timesOf(own[step]).at(0.5);
    // A return is as much work as a finish: it captures, moves and opens.
    const hand = step === "return" ? byHand.finish : byHand[step];
    const least = timesOf(hand).at(0.5);
    add({ id: `mode.${mode}.${step}.p50`, figure, unit: "ms", floor: least, ratio: least / figure });
  }
}

/** The open run of the order's first lot, and its stage; `again`: the one that a return has opened. */
async function firstRun(world: BenchWorld, orderId: Id, again = false): Promise<[runId: Id, stageId: Id]> {
  const row = await readWorkspace(world.database, world.created.workspaceId, (tx) =>
    tx.db
      .selectFrom("run as r")
      .innerJoin("lot as l", (join) =>
        join.onRef("l.workspace_id", "=", "r.workspace_id").onRef("l.id", "=", "r.lot_id"),
      )
      .select(["r.id", "r.order_stage_id"])
      .where("r.workspace_id", "=", world.created.workspaceId)
      .where("r.order_id", "=", orderId)
      .where("r.state", "=", "waiting")
      .where("r.cycle", "=", again ? 1 : 0)
      .orderBy("l.id")
      .executeTakeFirstOrThrow(),
  );
  return [row.id, row.order_stage_id];
}

/** A thousand lots by ten stages: made, opened on the card, and one unit's tap among them. */
async function measureThousand(world: BenchWorld, add: (row: BenchRow) => void): Promise<void> {
  const { supervisor, created } = world;
  const operator = world.operators[0] ?? supervisor;
  const ask = askAs(world.database, created, world.owner);
  const item = await ask(addItem, {
    kind: "product",
    name: "Chair",
    unit: "pcs",
    variants: [{ name: "Chair" }],
  });
  await ask(addTemplate, {
    itemId: item.itemId,
    name: "Chair",
    body: templateBodyField.parse({
      stages: Array.from({ length: stages }, (_, index) => ({
        key: `s${index + 1}`,
        name: `Stage ${index + 1}`,
        performer: { kind: "role", role: "operator" },
        unitSeconds: 60,
        consumption: "at_completion",
      })),
      triggers: {},
      policies: { finishedWarehouseId: created.warehouseIds.finishedGoods, batchMode: "per_unit" },
    }),
  });
  const variantId = item.variantIds[0];
  const creates: number[] = [];
  let orderId = "";
  for (let turn = 0; turn < 5; turn += 1) {
    const began = performance.now();
    const made = await supervisor.post<OutputOf<"createOrder">>("/orders/create", {
      variantId,
      quantity: units,
    });
    creates.push(performance.now() - began);
    ({ orderId } = made);
  }
  const row = (id: string, times: readonly number[]): void =>
    add({ id, figure: timesOf(times).at(0.5), unit: "ms", floor: null, ratio: null });
  row(`order.create.${units}x${stages}.p50`, creates);
  const opens: number[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    const began = performance.now();
    await supervisor.get(`/orders/${orderId}`);
    opens.push(performance.now() - began);
  }
  row(`order.card.${units}x${stages}.p50`, opens);
  const starts: number[] = [];
  const finishes: number[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    const [runId] = await firstRun(world, orderId);
    let began = performance.now();
    await operator.post(`/runs/${runId}/start`, {});
    starts.push(performance.now() - began);
    began = performance.now();
    await operator.post(`/runs/${runId}/finish`, { units: 1 });
    finishes.push(performance.now() - began);
  }
  row(`run.start.${units}x${stages}.p50`, starts);
  row(`run.finish.${units}x${stages}.p50`, finishes);
}
