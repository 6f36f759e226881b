import type { Id } from "#kernel/id.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { openFloor } from "./floor/order-floor.ts";
import type { BenchRow } from "./main.ts";
import { oneByOne, perSecond, type Times, timesOf } from "./measure.ts";
import type { BenchWorld } from "./world.ts";

/** Orders in the database before anything is measured. */
const filled = 10_000;
const turns = 300;
const seconds = 8;
const clients = 8;

type Made = { orderId: Id };

/** Create, start, pause and finish over HTTP with sign-in, in alternating turns with the floor. */
export async function measureCommands(world: BenchWorld, add: (row: BenchRow) => void): Promise<void> {
  const { supervisor, operators, products } = world;
  const orderOf = (turn: number) => ({
    variantId: products[turn % products.length]?.variantId,
    quantity: 20,
  });
  const create = (turn: number): Promise<Made> => supervisor.post<Made>("/orders/create", orderOf(turn));
  const floors = await Promise.all(Array.from({ length: clients }, () => openFloor(world)));
  const [floor] = floors;
  if (floor === undefined) throw new Error("No floor");

  await fill(floors);
  // What autovacuum does within a minute: plans made for empty tables read all of a full one.
  await world.database.pool.query("vacuum analyze");
  const creates = await alternate(
    turns,
    (turn) => create(turn),
    (turn) => floor.createOrder(turn),
  );
  report(add, "order.create.p50", creates);

  const runs = await readyRuns(world, turns);
  const operator = operators[0];
  if (operator === undefined) throw new Error("No operator");
  const starts: number[] = [];
  const pauses: number[] = [];
  const finishes: number[] = [];
  const floorStarts: number[] = [];
  const floorPauses: number[] = [];
  const floorFinishes: number[] = [];
  const timed = async (times: number[], work: () => Promise<unknown>): Promise<void> => {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  };
  for (const runId of runs.slice(0, turns)) {
    await timed(starts, () => operator.post(`/runs/${runId}/start`, {}));
    await timed(floorStarts, () => floor.startRun());
    await timed(pauses, () => operator.post(`/runs/${runId}/pause`, {}));
    await timed(floorPauses, () => floor.pauseRun());
    await timed(finishes, () => operator.post(`/runs/${runId}/finish`, { units: 20 }));
    await timed(floorFinishes, () => floor.finishRun());
  }
  report(add, "run.start.p50", { product: timesOf(starts), floor: timesOf(floorStarts) });
  report(add, "run.pause.p50", { product: timesOf(pauses), floor: timesOf(floorPauses) });
  report(add, "run.finish.p50", { product: timesOf(finishes), floor: timesOf(floorFinishes) });

  const floorRate = await perSecond(clients, seconds, (client, turn) =>
    at(floors, client).createOrder(turn * clients + client),
  );
  const rate = await perSecond(clients, seconds, (client, turn) =>
    at(world.supervisors, client).post("/orders/create", orderOf(turn * clients + client)),
  );
  add({
    id: `order.create.rate@${clients}`,
    figure: rate,
    unit: "/s",
    floor: floorRate,
    ratio: rate / floorRate,
  });

  const many = await readyRuns(world, 6_000);
  let next = 0;
  const cycle = async (client: number): Promise<void> => {
    const runId = many[next];
    next += 1;
    if (runId === undefined) throw new Error("Too few runs for the time");
    const browser = at(operators, client);
    await browser.post(`/runs/${runId}/start`, {});
    await browser.post(`/runs/${runId}/pause`, {});
    await browser.post(`/runs/${runId}/finish`, { units: 20 });
  };
  const floorCycles = await perSecond(clients, seconds, async (client) => {
    const own = at(floors, client);
    await own.startRun();
    await own.pauseRun();
    await own.finishRun();
  });
  const cycles = await perSecond(clients, seconds, cycle);
  add({
    id: `run.start+pause+finish.rate@${clients}`,
    figure: cycles,
    unit: "/s",
    floor: floorCycles,
    ratio: cycles / floorCycles,
  });
  await Promise.all(floors.map((each) => each.close()));
}

function at<T>(all: readonly T[], client: number): T {
  const found = all[client];
  if (found === undefined) throw new Error(`Client ${client} has nothing to work with`);
  return found;
}

/** Runs that the product made and nobody has begun: the floor's own orders have no norms of a real need. */
async function readyRuns(world: BenchWorld, count: number): Promise<Id[]> {
  const { workspaceId } = world.created;
  const rows = await readWorkspace(world.database, workspaceId, (tx) =>
    tx.db
      .selectFrom("run as r")
      .innerJoin("fact as f", (join) =>
        join
          .onRef("f.workspace_id", "=", "r.workspace_id")
          .onRef("f.thing_id", "=", "r.order_id")
          .on("f.kind", "=", "order_created"),
      )
      .select("r.id")
      .where("r.workspace_id", "=", workspaceId)
      .where("r.state", "=", "waiting")
      .limit(count)
      .execute(),
  );
  return rows.map((row) => row.id);
}

async function fill(floors: readonly { createOrder(turn: number): Promise<void> }[]): Promise<void> {
  await Promise.all(
    floors.map(async (floor, client) => {
      for (let turn = 0; turn < filled / floors.length; turn += 1)
        await floor.createOrder(turn * floors.length + client);
    }),
  );
}

async function alternate(
  count: number,
  product: (turn: number) => Promise<unknown>,
  floor: (turn: number) => Promise<unknown>,
): Promise<{ product: Times; floor: Times }> {
  const took: number[] = [];
  const floorTook: number[] = [];
  await oneByOne(count, async (turn) => {
    let began = performance.now();
    await product(turn);
    took.push(performance.now() - began);
    began = performance.now();
    await floor(turn);
    floorTook.push(performance.now() - began);
  });
  return { product: timesOf(took), floor: timesOf(floorTook) };
}

function report(add: (row: BenchRow) => void, id: string, times: { product: Times; floor: Times }): void {
  const figure = times.product.at(0.5);
  const floor = times.floor.at(0.5);
  add({ id, figure, unit: "ms", floor, ratio: floor / figure });
}
