import sharp from "sharp";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OutputOf } from "#modules/routes.ts";
import { readPdf } from "#test/read-pdf.ts";
import {
  type HttpWorld,
  openHttpWorld,
  type RefusalAnswer,
  type SignedIn,
  type TestWorkspace,
} from "./http-world.ts";

// The printed card of an order: what stands on it for whom, and where its code leads.

let world: HttpWorld;
let mine: TestWorkspace;
let theirs: TestWorkspace;
let orderId: string;
let number: number;

const post = async <T>(who: SignedIn, path: string, body: unknown): Promise<T> => {
  const answer = await world.post(who, path, body);
  if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.body}`);
  return answer.json<T>();
};

beforeAll(async () => {
  world = await openHttpWorld();
  mine = await world.addWorkspace("Майстерня «Їжак»");
  theirs = await world.addWorkspace("theirs");
  ({ orderId, number } = await anOrder(mine));
});
afterAll(() => world.close());

async function anOrder({ members: { owner }, warehouseIds }: TestWorkspace) {
  const cloth = await post<OutputOf<"addItem">>(owner, "/items/add", {
    kind: "material",
    name: "Тканина",
    unit: "m",
    variants: [{ name: "Сіра", listPrice: "333.33" }],
  });
  // One of a kind: its only variant has its name.
  const glue = await post<OutputOf<"addItem">>(owner, "/items/add", {
    kind: "material",
    name: "Клей",
    unit: "kg",
    variants: [{ name: "Клей" }],
  });
  const chair = await post<OutputOf<"addItem">>(owner, "/items/add", {
    kind: "product",
    name: "Крісло «Ґанок»",
    unit: "pcs",
    variants: [{ name: "Дуб", salePrice: "77777" }],
  });
  const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: "green" } })
    .png()
    .toBuffer();
  const file = (await world.upload(owner, "chair.png", photo)).json<OutputOf<"uploadFile">>();
  await post(owner, `/files/${file.fileId}/attach`, { thing: "item", thingId: chair.itemId });
  await post(owner, "/templates/add", {
    itemId: chair.itemId,
    name: "Крісло",
    body: {
      stages: [
        {
          key: "cut",
          name: "Розкрій",
          instruction: "Уздовж ворсу, не навпаки",
          performer: { kind: "role", role: "operator" },
          unitSeconds: 600,
          wait: { name: "відлежування", minimumSeconds: 3600 },
          consumption: "at_start",
          checks: [
            {
              kind: "number",
              key: "width",
              name: "Ширина крою",
              unit: "cm",
              minimum: "59.5",
              maximum: "60.5",
            },
          ],
          norms: [
            { variantId: cloth.variantIds[0], warehouseId: warehouseIds.materials, perUnit: "1.05" },
            { variantId: glue.variantIds[0], warehouseId: warehouseIds.materials, perUnit: "0.02" },
          ],
        },
        { key: "sew", name: "Шиття", performer: { kind: "role", role: "operator" }, consumption: "at_start" },
      ],
      triggers: {},
      policies: { finishedWarehouseId: warehouseIds.finishedGoods },
    },
  });
  const contact = await post<OutputOf<"addContact">>(owner, "/contacts/add", { name: "Готель «Дніпро»" });
  const { dealId } = await post<OutputOf<"addDeal">>(owner, "/deals/add", {
    title: "Крісла на терасу",
    contactId: contact.contactId,
  });
  return post<OutputOf<"createOrder">>(owner, "/orders/create", {
    variantId: chair.variantIds[0],
    quantity: 12,
    dealId,
    dueDate: "2026-12-01",
    notes: "Увага на лівий підлокітник",
  });
}

const print = (who: SignedIn | null, query = "", id = orderId, slug = mine.slug) =>
  world.get(who, `/orders/${id}/job-card${query}`, slug);
const codeOf = (answer: { json(): unknown }): string => (answer.json() as RefusalAnswer).refusal.code;

test("a card says what to make in the reader's language and in Cyrillic, and names no price", async () => {
  const { supervisor } = mine.members;
  await world.database.pool.query("update member set language = 'uk' where id = $1", [supervisor.memberId]);
  const answer = await print(supervisor);
  expect([answer.statusCode, answer.headers["content-type"]]).toEqual([200, "application/pdf"]);
  expect(answer.headers["content-disposition"]).toContain(encodeURIComponent(`Карта завдання ${number}.pdf`));
  expect(answer.headers["cache-control"]).toBe("no-store");
  const { text, pages } = await readPdf(answer.rawPayload);
  for (const words of [
    "Майстерня «Їжак»",
    `№${number}`,
    "Крісло «Ґанок»",
    "Дуб",
    "12 шт.",
    "Готель «Дніпро»",
    "Увага на лівий підлокітник",
    "1. Розкрій",
    "Уздовж ворсу, не навпаки",
    "Ширина крою, від 59,5",
    "Тканина, Сіра",
    "12,6",
    "відлежування",
    "2. Шиття",
    "Придатні",
  ]) {
    expect(text.replaceAll("\u00a0", " ")).toContain(words);
  }
  expect(text).toContain("Клей");
  expect(text).not.toContain("Клей, Клей");
  expect(text).not.toMatch(/777|333/);
  expect(pages).toBe(1);
});

test("its code opens the order at the address that the product is read at", async () => {
  const { codes } = await readPdf((await print(mine.members.owner)).rawPayload);
  expect(codes).toEqual([`http://localhost:80/o/${mine.slug}/${orderId}`]);
});

test("several orders are one document, each on pages of its own, in the size that was asked for", async () => {
  const more = [await anOrder(await world.addWorkspace("aside")), await anOrder(mine)];
  const [, second] = more;
  const query = `?paper=A5&alsoOrderIds=${second?.orderId}`;
  const answer = await print(mine.members.owner, query);
  const { codes, text, pages } = await readPdf(answer.rawPayload);
  expect(codes.map((code) => code.split("/").at(-1))).toEqual([orderId, second?.orderId]);
  expect(text).toContain(`№${second?.number}`);
  expect(pages).toBeGreaterThanOrEqual(2);
  expect(answer.rawPayload.toString("latin1")).toContain("/MediaBox [0 0 419.53 595.28]");
});

test("who may not read orders gets none; who may not read deals does not see whose it is", async () => {
  const { operator, technologist } = mine.members;
  expect((await print(operator)).statusCode).toBe(403);
  expect((await print(null)).statusCode).toBe(401);
  const { text } = await readPdf((await print(technologist)).rawPayload);
  expect(text).toContain(`№${number}`);
  expect(text).not.toContain("Дніпро");
  expect(text).not.toContain("терасу");
});

test("another workspace's order, and one that is nowhere, are unknown, alone and among others", async () => {
  const foreign = await anOrder(theirs);
  const { owner } = mine.members;
  for (const answer of [
    await print(owner, "", foreign.orderId),
    await print(owner, "", uuidv7()),
    await print(owner, `?alsoOrderIds=${foreign.orderId}`),
  ]) {
    expect([answer.statusCode, codeOf(answer)]).toEqual([404, "order_unknown"]);
  }
});
