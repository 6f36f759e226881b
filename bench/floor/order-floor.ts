import { Client } from "pg";
import { v7 as newId } from "uuid";
import type { BenchWorld } from "../world.ts";

/**
 * What the same work costs in SQL by hand: the fewest statements that keep the same rows, in one transaction,
 * by a bare driver on the same server, role and row-level security as the product. Nothing is decided, checked,
 * priced or explained here; the values are made up beforehand.
 */
export type Floor = {
  createOrder(turn: number): Promise<void>;
  startRun(): Promise<void>;
  pauseRun(): Promise<void>;
  finishRun(): Promise<void>;
  close(): Promise<void>;
};

type Made = { orderId: string; lotId: string; runId: string; intervalId: string };

/** Of all products, or of those that are named. */
export async function openFloor(world: BenchWorld, variantIds?: readonly string[]): Promise<Floor> {
  const client = new Client({ connectionString: world.databaseUrl });
  await client.connect();
  const workspace = world.created.workspaceId;
  const { rows } = await client.query<{
    variant_id: string;
    version_id: string;
    balances: string[];
    materials: string[];
  }>(
    `select v.id as variant_id, tv.id as version_id,
       array_agg(b.id order by b.id) as balances, array_agg(b.variant_id order by b.id) as materials
     from template_version tv join template t on t.id = tv.template_id join variant v on v.item_id = t.item_id
     join template_reference r on r.template_version_id = tv.id and r.variant_id is not null
     join balance b on b.variant_id = r.variant_id
     where tv.workspace_id = $1 and ($2::uuid[] is null or v.id = any($2)) group by 1, 2 order by 1`,
    [workspace, variantIds ?? null],
  );
  const made: Made[] = [];
  const started: Made[] = [];
  const paused: Made[] = [];
  const warehouse = world.created.warehouseIds.materials;
  const member = world.owner.memberId;

  const begin = () =>
    client.query(`begin; set local role treadle_app; set local treadle.workspace_id = '${workspace}'`);
  const statement = (name: string, text: string, values: unknown[]) => client.query({ name, text, values });
  const claim = (id: string) =>
    statement(
      "claim",
      "insert into command (workspace_id, id, name, body_hash, answer, at) values ($1, $2, 'floor', 'x', '{}', now())",
      [workspace, id],
    );
  const fact = (thing: string, thingId: string, version: number, commandId: string) =>
    statement(
      "fact",
      `insert into fact (workspace_id, id, kind, thing, thing_id, version, data, at, by_member, command_id)
       values ($1, $2, 'floor', $3, $4, $5, '{"a":1,"b":"some data of a fact, as long as most of them are"}', now(), $6, $7)`,
      [workspace, newId(), thing, thingId, version, member, commandId],
    );

  return {
    async createOrder(turn) {
      const product = rows[turn % rows.length];
      if (product === undefined) throw new Error("No product");
      const { balances } = product;
      const commandId = newId();
      const orderId = newId();
      const stages = [newId(), newId(), newId()];
      const norms = balances.map(() => newId());
      const lotId = newId();
      const runId = newId();
      await begin();
      await claim(commandId);
      await statement("version", "select body from template_version where workspace_id = $1 and id = $2", [
        workspace,
        product.version_id,
      ]);
      await statement(
        "lock",
        "select on_hand, reserved from balance where workspace_id = $1 and id = any($2) order by id for update",
        [workspace, balances],
      );
      const { rows: numbers } = await statement(
        "number",
        `insert into number_series as s (workspace_id, id, kind, next) values ($1, $2, 'order', 2)
         on conflict (workspace_id, kind) do update set next = s.next + 1 returning next - 1 as number`,
        [workspace, newId()],
      );
      const { number } = numbers[0] as { number: number };
      await statement(
        "order",
        `insert into production_order (workspace_id, id, number, template_version_id, variant_id, batch_mode, status, priority,
           warehouse_id, defect_accounting, ordered, in_work, planned_cost, created_at, created_by)
         values ($1, $2, $3, $4, $5, 'whole', 'pending', 'normal', $6, 'included', 20, 20, 100, now(), $7)`,
        [workspace, orderId, number, product.version_id, product.variant_id, warehouse, member],
      );
      await statement(
        "stages",
        `insert into order_stage (workspace_id, id, order_id, key, position, name, performer_kind, performer_role, consumption)
         select $1, s.id, $2, 'k' || s.n, s.n, 'Stage', 'role', 'operator', 'at_start' from unnest($3::uuid[]) with ordinality s(id, n)`,
        [workspace, orderId, stages],
      );
      await statement(
        "norms",
        `insert into order_norm (workspace_id, id, order_id, order_stage_id, position, variant_id, warehouse_id, per_unit, required)
         select $1, s.id, $2, $3, s.n, s.variant, $4, 0.25, 5 from unnest($5::uuid[], $6::uuid[]) with ordinality s(id, variant, n)`,
        [workspace, orderId, stages[0], warehouse, norms, product.materials],
      );
      await statement(
        "lot",
        "insert into lot (workspace_id, id, order_id, number, state, units) values ($1, $2, $3, '1', 'in_work', 20)",
        [workspace, lotId, orderId],
      );
      await statement(
        "run",
        `insert into run (workspace_id, id, order_id, lot_id, order_stage_id, state, units, available_at, since, performer_role)
         values ($1, $2, $3, $4, $5, 'waiting', 20, now(), now(), 'operator')`,
        [workspace, runId, orderId, lotId, stages[0]],
      );
      await statement(
        "plan",
        `insert into planned_cost_line (workspace_id, id, order_id, order_stage_id, category, quantity, rate, amount)
         select $1, gen_random_uuid(), $2, $3, 'material', 5, 10, 50 from generate_series(1, $4::integer)`,
        [workspace, orderId, stages[0], balances.length + 3],
      );
      await statement(
        "reserve",
        `insert into reservation (workspace_id, id, balance_id, order_id, order_norm_id, quantity, priority_rank)
         select $1, gen_random_uuid(), b, $2, n, 5, 1 from unnest($3::uuid[], $4::uuid[]) s(b, n)`,
        [workspace, orderId, balances, norms],
      );
      // In the order of their ids, as the lock was taken.
      await statement(
        "balance",
        "update balance set reserved = reserved + 5, version = version + 1 where workspace_id = $1 and id = any($2)",
        [workspace, balances],
      );
      await statement(
        "facts",
        `insert into fact (workspace_id, id, kind, thing, thing_id, version, data, at, by_member, command_id)
         select $1, gen_random_uuid(), 'floor', 'floor', gen_random_uuid(), 1,
           '{"a":1,"b":"some data of a fact, as long as most of them are"}', now(), $2, $3 from generate_series(1, 6)`,
        [workspace, member, commandId],
      );
      await client.query("commit");
      made.push({ orderId, lotId, runId, intervalId: newId() });
    },
    async startRun() {
      const order = made.pop();
      if (order === undefined) throw new Error("The floor has no order to start");
      const commandId = newId();
      await begin();
      await claim(commandId);
      await statement(
        "lockOrder",
        "select * from production_order where workspace_id = $1 and id = $2 for update",
        [workspace, order.orderId],
      );
      await statement("readRun", "select * from run where workspace_id = $1 and id = $2", [
        workspace,
        order.runId,
      ]);
      await statement(
        "startRun",
        "update run set state = 'in_progress', operator_id = $3, started_at = now(), since = now() where workspace_id = $1 and id = $2",
        [workspace, order.runId, member],
      );
      await statement(
        "startOrder",
        "update production_order set status = 'in_progress', started_at = now(), version = version + 1 where workspace_id = $1 and id = $2",
        [workspace, order.orderId],
      );
      await statement(
        "interval",
        // closed at once: one person stands for all clients of the floor, and has one open interval at most
        `insert into work_interval (workspace_id, id, order_id, run_id, member_id, kind, started_at, ended_at) values ($1, $2, $3, $4, $5, 'work', now(), now())`,
        [workspace, order.intervalId, order.orderId, order.runId, member],
      );
      await fact("floor", newId(), 1, commandId);
      await client.query("commit");
      started.push(order);
    },
    async pauseRun() {
      const order = started.pop();
      if (order === undefined) throw new Error("The floor has no run to pause");
      const commandId = newId();
      await begin();
      await claim(commandId);
      await statement(
        "lockOrder",
        "select * from production_order where workspace_id = $1 and id = $2 for update",
        [workspace, order.orderId],
      );
      await statement("readRun", "select * from run where workspace_id = $1 and id = $2", [
        workspace,
        order.runId,
      ]);
      await statement(
        "pauseRun",
        "update run set state = 'paused', since = now() where workspace_id = $1 and id = $2",
        [workspace, order.runId],
      );
      await statement(
        "touchOrder",
        "update production_order set version = version + 1 where workspace_id = $1 and id = $2",
        [workspace, order.orderId],
      );
      await statement(
        "closeInterval",
        "update work_interval set ended_at = now(), seconds = 1 where workspace_id = $1 and id = $2",
        [workspace, order.intervalId],
      );
      await statement(
        "pause",
        `insert into work_interval (workspace_id, id, order_id, run_id, member_id, kind, started_at) values ($1, $2, $3, $4, $5, 'pause', now())`,
        [workspace, newId(), order.orderId, order.runId, member],
      );
      await fact("floor", newId(), 1, commandId);
      await client.query("commit");
      paused.push(order);
    },
    async finishRun() {
      const order = paused.pop();
      if (order === undefined) throw new Error("The floor has no run to finish");
      const commandId = newId();
      await begin();
      await claim(commandId);
      await statement(
        "lockOrder",
        "select * from production_order where workspace_id = $1 and id = $2 for update",
        [workspace, order.orderId],
      );
      await statement("readRun", "select * from run where workspace_id = $1 and id = $2", [
        workspace,
        order.runId,
      ]);
      const { rows: stages } = await statement(
        "stage",
        "select id from order_stage where workspace_id = $1 and order_id = $2 order by position",
        [workspace, order.orderId],
      );
      const { rows: norms } = await statement(
        "norm",
        "select n.id, b.id as balance_id from order_norm n join balance b on b.workspace_id = n.workspace_id and b.variant_id = n.variant_id and b.warehouse_id = n.warehouse_id where n.workspace_id = $1 and n.order_id = $2 order by n.position limit 1",
        [workspace, order.orderId],
      );
      const norm = norms[0] as { id: string; balance_id: string };
      await statement("lockOne", "select * from balance where workspace_id = $1 and id = $2 for update", [
        workspace,
        norm.balance_id,
      ]);
      await statement(
        "rate",
        "select rate from hourly_rate where workspace_id = $1 and member_id = $2 order by valid_from desc limit 1",
        [workspace, member],
      );
      await statement(
        "finishRun",
        "update run set state = 'done', finished_at = now(), cost_captured = true, since = now() where workspace_id = $1 and id = $2",
        [workspace, order.runId],
      );
      await statement(
        "closeInterval",
        "update work_interval set ended_at = now(), seconds = 1 where workspace_id = $1 and id = $2",
        [workspace, order.intervalId],
      );
      await statement(
        "costOrder",
        "update production_order set cost = cost + 10, carried = carried + 10, version = version + 1 where workspace_id = $1 and id = $2",
        [workspace, order.orderId],
      );
      await statement(
        "costLot",
        "update lot set first_pass = first_pass + 10 where workspace_id = $1 and id = $2",
        [workspace, order.lotId],
      );
      await statement(
        "consume",
        "update order_norm set consumed = consumed + 5 where workspace_id = $1 and id = $2",
        [workspace, norm.id],
      );
      await statement(
        "nextRun",
        `insert into run (workspace_id, id, order_id, lot_id, order_stage_id, state, units, available_at, since, performer_role) values ($1, $2, $3, $4, $5, 'waiting', 20, now(), now(), 'operator')`,
        [workspace, newId(), order.orderId, order.lotId, (stages[1] as { id: string }).id],
      );
      await statement(
        "move",
        `insert into movement (workspace_id, id, balance_id, kind, quantity, value, average_before, order_id, run_id, order_norm_id, at, by_member) values ($1, $2, $3, 'issue', -5, -62.5, 12.5, $4, $5, $6, now(), $7)`,
        [workspace, newId(), norm.balance_id, order.orderId, order.runId, norm.id, member],
      );
      await statement(
        "unreserve",
        "update reservation set quantity = 0, closed = true where workspace_id = $1 and order_norm_id = $2",
        [workspace, norm.id],
      );
      await statement(
        "issue",
        "update balance set on_hand = on_hand - 5, reserved = reserved - 5, value = value - 62.5, version = version + 1 where workspace_id = $1 and id = $2",
        [workspace, norm.balance_id],
      );
      await statement(
        "cost",
        `insert into cost_line (workspace_id, id, order_id, run_id, order_stage_id, cycle, category, quantity, rate, amount, at) select $1, gen_random_uuid(), $2, $3, $4, 0, c, 5, 12.5, 5, now() from unnest(array['material', 'labour']) c`,
        [workspace, order.orderId, order.runId, (stages[0] as { id: string }).id],
      );
      await statement(
        "share",
        `insert into cost_share (workspace_id, id, order_id, run_id, lot_id, part, amount) values ($1, $2, $3, $4, $5, 'first_pass', 10)`,
        [workspace, newId(), order.orderId, order.runId, order.lotId],
      );
      await statement(
        "facts5",
        `insert into fact (workspace_id, id, kind, thing, thing_id, version, data, at, by_member, command_id)
         select $1, gen_random_uuid(), 'floor', 'floor', gen_random_uuid(), 1,
           '{"a":1,"b":"some data of a fact, as long as most of them are"}', now(), $2, $3 from generate_series(1, 5)`,
        [workspace, member, commandId],
      );
      await client.query("commit");
    },
    close: () => client.end(),
  };
}
