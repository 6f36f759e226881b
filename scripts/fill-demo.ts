import type { BrowserContext } from "playwright-core";
import { v7 as newId } from "uuid";
import type { Id } from "#kernel/id.ts";
import type { Things } from "./screens.ts";

/** A morning's work beside what the demo has: one order under way, one that waits, one that is late. */
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
  const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const made: Id[] = [];
  for (const [quantity, dueDate, priority] of [
    [60, day(2), "high"],
    [24, day(-1), "urgent"],
    [12, day(9), "normal"],
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
    deal: (await first("/deals")).id,
    contact: (await first("/contacts")).id,
    company: (await first("/companies")).id,
    template: (await first("/templates")).id,
    batch: (await first("/batches")).id,
  };
}
