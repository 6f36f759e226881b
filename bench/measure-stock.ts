import { addItem } from "#commands/catalog/add-item.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { addTemplate } from "#commands/templates/add-template.ts";
import type { Id } from "#kernel/id.ts";
import { templateBodyField } from "#modules/templates/contract/template-body.ts";
import { openFloor } from "./floor/order-floor.ts";
import { connect } from "./http-client.ts";
import type { BenchRow } from "./main.ts";
import { perSecond } from "./measure.ts";
import { askAs, type BenchWorld } from "./world.ts";

const seconds = 8;
const coldItems = 1_000;

/**
 * Orders created and reserved a second where all of them want the same material, and where each wants one of a
 * thousand; one client and sixteen, beside the same work by hand.
 */
export async function measureStock(world: BenchWorld, add: (row: BenchRow) => void): Promise<void> {
  const [hot] = await addProducts(world, "Hot", 1);
  const cold = await addProducts(world, "Cold", coldItems);
  if (hot === undefined) throw new Error("No hot item");
  await world.database.pool.query("vacuum analyze");
  for (const [name, variants] of [
    ["hot", [hot]],
    ["cold", cold],
  ] as const) {
    for (const clients of [1, 16]) {
      const floors = await Promise.all(Array.from({ length: clients }, () => openFloor(world, variants)));
      const browsers = floors.map(() => connect(world.address, world.created.slug, world.supervisor.cookie));
      const byHand = await perSecond(
        clients,
        seconds,
        (client, turn) => floors[client]?.createOrder(turn * clients + client) ?? Promise.resolve(),
      );
      const figure = await perSecond(clients, seconds, (client, turn) =>
        (browsers[client] ?? world.supervisor).post("/orders/create", {
          variantId: variants[(turn * clients + client) % variants.length],
          quantity: 20,
        }),
      );
      await Promise.all(floors.map((floor) => floor.close()));
      add({
        id: `reserve.${name}.rate@${clients}`,
        figure,
        unit: "/s",
        floor: byHand,
        ratio: figure / byHand,
      });
    }
  }
}

/** Products of three stages, each with a material of its own that there is more than enough of. */
async function addProducts(world: BenchWorld, name: string, count: number): Promise<Id[]> {
  const { created } = world;
  const ask = askAs(world.database, created, world.owner);
  const { materials: warehouseId, finishedGoods } = created.warehouseIds;
  const products: Id[] = [];
  for (let place = 1; place <= count; place += 1) {
    const material = await ask(addItem, {
      kind: "material",
      name: `${name} material ${place}`,
      unit: "kg",
      variants: [{ name: `${name} material ${place}` }],
    });
    const product = await ask(addItem, {
      kind: "product",
      name: `${name} product ${place}`,
      unit: "pcs",
      variants: [{ name: `${name} product ${place}` }],
    });
    const variantId = material.variantIds[0] ?? "";
    await ask(receiveStock, {
      warehouseId,
      lines: [{ variantId, quantity: "100000000", price: "12.5" }],
    });
    const stage = (key: string) => ({
      key,
      name: key,
      performer: { kind: "role", role: "operator" },
      batchSeconds: 600,
      consumption: "at_start",
      norms: key === "cut" ? [{ variantId, warehouseId, perUnit: "0.25" }] : [],
    });
    const body = templateBodyField.parse({
      stages: [stage("cut"), stage("sew"), stage("pack")],
      triggers: {},
      policies: { finishedWarehouseId: finishedGoods },
    });
    await ask(addTemplate, { itemId: product.itemId, name: `${name} ${place}`, body, comment: "" });
    products.push(product.variantIds[0] ?? "");
  }
  return products;
}
