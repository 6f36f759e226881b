import { setTimeout as sleep } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import type { OutputOf, RequestOf } from "#modules/routes.ts";
import type { HttpWorld, TestWorkspace } from "#test/http/http-world.ts";

type Template = {
  shortage?: "warn" | "block";
  norm?: string;
  cancel?: string | null;
  done?: string | null;
  condition?: string;
  change?: (body: RequestOf<"addTemplate">["body"]) => RequestOf<"addTemplate">["body"];
};
export type Deal = OutputOf<"showDeal">;
export type Effects = OutputOf<"listTriggerEffects">["rows"];

/** A workspace whose triggers are worked off by a real queue, asked over HTTP. */
export type TriggerShop = Awaited<ReturnType<typeof aTriggerShop>>;

export async function aTriggerShop(world: HttpWorld) {
  const workspace: TestWorkspace = await world.addWorkspace(`w ${uuidv7()}`);
  async function post<T>(path: string, body: unknown, who = workspace.members.owner): Promise<T> {
    const answer = await world.post(who, path, body);
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.body}`);
    return answer.json<T>();
  }
  async function get<T>(path: string): Promise<T> {
    const answer = await world.get(workspace.members.owner, path);
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.body}`);
    return answer.json<T>();
  }
  const addProduct = (name: string): Promise<OutputOf<"addItem">> =>
    post("/items/add", { kind: "product", name, unit: "pcs", variants: [{ name }] });

  async function addTemplate(options: Template = {}): Promise<string> {
    const { accepted, readyToShip, lost } = workspace.dealStatusIds;
    const status = (id: string | null): { dealStatusId: string } | null =>
      id === null ? null : { dealStatusId: id };
    const { materials, finishedGoods } = workspace.warehouseIds;
    const body: RequestOf<"addTemplate">["body"] = {
      stages: [
        {
          key: "roast",
          name: "Roast",
          performer: { kind: "role", role: "operator" },
          consumption: "at_start",
          norms:
            options.norm === undefined
              ? []
              : [{ variantId: options.norm, warehouseId: materials, perUnit: "0.25" }],
        },
      ],
      triggers: {
        start: { dealStatusId: accepted, condition: options.condition ?? null },
        done: status(options.done === undefined ? readyToShip : options.done),
        cancel: status(options.cancel === undefined ? lost : options.cancel),
      },
      policies: { finishedWarehouseId: finishedGoods, shortage: options.shortage ?? "warn" },
    };
    const { templateId } = await post<OutputOf<"addTemplate">>("/templates/add", {
      itemId: coffee.itemId,
      name: "Coffee",
      body: options.change?.(body) ?? body,
    });
    await post(`/templates/${templateId}/approve`, { number: 1 });
    return templateId;
  }

  async function addDeal(...lines: [variantId: string | undefined, quantity: number][]): Promise<Deal> {
    const { dealId } = await post<OutputOf<"addDeal">>("/deals/add", {
      title: "Cafe",
      lines: lines.map(([variantId, quantity]) => ({ variantId, quantity, price: "10" })),
    });
    return get(`/deals/${dealId}`);
  }
  const move = (deal: Deal, to: string, from = deal.statusId): Promise<unknown> =>
    post(`/deals/${deal.id}/move`, { dealStatusId: to, fromStatusId: from });

  /** Waits for so many effects that are at an end, oldest first. */
  async function effects(count: number): Promise<Effects> {
    for (let turn = 0; turn < 400; turn += 1) {
      const { rows } = await get<OutputOf<"listTriggerEffects">>("/automation");
      if (rows.length >= count && rows.every(({ state }) => state !== "waiting")) return rows.toReversed();
      await sleep(25);
    }
    throw new Error(`${count} effects did not come to an end: ${JSON.stringify(await get("/automation"))}`);
  }

  async function finishOrder(orderId: string): Promise<void> {
    const order = await get<OutputOf<"showOrder">>(`/orders/${orderId}`);
    const runId = order.stages[0]?.runs[0]?.id;
    await post(`/runs/${runId}/start`, {});
    await post(`/runs/${runId}/finish`, { units: order.ordered });
  }

  const tasks = async (): Promise<OutputOf<"listTasks">["rows"]> =>
    (await get<OutputOf<"listTasks">>("/tasks")).rows;
  const coffee = await addProduct("Coffee");
  return {
    workspace,
    coffee,
    post,
    get,
    addProduct,
    addTemplate,
    addDeal,
    move,
    effects,
    finishOrder,
    tasks,
  };
}
