import { setTimeout } from "node:timers/promises";
import type { BrowserContext } from "playwright-core";
import { v7 as newId } from "uuid";
import type { Id } from "#kernel/id.ts";
import type { Things } from "./screens.ts";

/**
 * A morning's work beside what the demo has: a deal is accepted and its order under way, one order waits, one is
 * late. The server has to be one whose triggers act.
 */
export async function fillDemo(
  owner: BrowserContext,
  roaster: BrowserContext,
  slug: string,
): Promise<Things> {
  const api = `/api/w/${slug}`;
  type Row = { readonly id: Id; readonly variants?: readonly { readonly id: Id }[] };
  const get = async <T>(from: BrowserContext, route: string): Promise<T> => {
    const answer = await from.request.get(api + route);
    if (!answer.ok()) throw new Error(`${route}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const post = async <T>(from: BrowserContext, route: string, body: object = {}): Promise<T> => {
    const answer = await from.request.post(api + route, { data: body, headers: { "command-id": newId() } });
    if (!answer.ok()) throw new Error(`${route}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const first = async (route: string): Promise<Row> => {
    const { rows } = await get<{ rows: readonly Row[] }>(owner, route);
    const [row] = rows;
    if (row === undefined) throw new Error(`${route} has nothing to show`);
    return row;
  };
  const product = await first("/items?kind=product");
  const variantId = product.variants?.[0]?.id ?? "";
  const template = (await first("/templates")).id;
  const { body } = await get<{ body: { triggers: Record<"start" | "done", { dealStatusId: Id }> } }>(
    owner,
    `/templates/${template}`,
  );
  type Deal = Row & { readonly statusId: Id; readonly revenue: string; readonly production: unknown };
  const dealsOf = async (): Promise<readonly Deal[]> =>
    (await get<{ rows: readonly Deal[] }>(owner, "/deals")).rows;
  /** The deal that has come to it by itself, once it has. */
  const byItself = async (is: (deal: Deal) => boolean): Promise<Deal> => {
    for (let round = 0; round < 100; round++) {
      const deal = (await dealsOf()).find(is);
      if (deal !== undefined) return deal;
      await setTimeout(200);
    }
    throw new Error("No deal has come where it should by itself in 20 s");
  };
  const ready = await byItself(({ statusId }) => statusId === body.triggers.done.dealStatusId);
  const untouched = (await dealsOf()).filter(({ production }) => production === null);
  const [accepted] = untouched.sort((a, b) => Number(b.revenue) - Number(a.revenue));
  if (accepted === undefined) throw new Error("The demo has no deal to accept");
  await post(owner, `/deals/${accepted.id}/move`, {
    fromStatusId: accepted.statusId,
    dealStatusId: body.triggers.start.dealStatusId,
  });
  await byItself(({ id, production }) => id === accepted.id && production !== null);
  const made: Id[] = [(await first(`/orders?dealId=${accepted.id}`)).id];
  const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  for (const [quantity, dueDate, priority] of [
    [24, day(-1), "urgent"],
    [12, day(9), "high"],
  ] as const) {
    const { orderId } = await post<{ orderId: Id }>(owner, "/orders/create", {
      variantId,
      quantity,
      dueDate,
      priority,
    });
    made.push(orderId);
  }
  type Mine = { readonly waiting: readonly { readonly runId: Id; readonly orderId: Id }[] };
  const { waiting } = await get<Mine>(roaster, "/my-stages");
  const runOf = (orderId: Id | undefined): Id => waiting.find((run) => run.orderId === orderId)?.runId ?? "";
  await post(roaster, `/runs/${runOf(made[1])}/start`);
  await post(roaster, `/runs/${runOf(made[1])}/finish`, { units: 24 });
  await post(roaster, `/runs/${runOf(made[0])}/start`);
  return {
    slug,
    order: made[0] ?? "",
    product: product.id,
    finished: (await first("/orders?status=done")).id,
    deal: ready.id,
    contact: (await first("/contacts")).id,
    company: (await first("/companies")).id,
    template,
    batch: (await first("/batches")).id,
  };
}
