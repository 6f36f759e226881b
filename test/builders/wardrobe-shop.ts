import { addItem } from "#commands/catalog/add-item.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { addTemplate } from "#commands/templates/add-template.ts";
import type { Id } from "#kernel/id.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import { templateBodyField } from "#modules/templates/contract/template-body.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import type { TestDatabase } from "#test/database.ts";
import { aWorkshop, type Workshop, type WorkshopOptions } from "./workshop.ts";

/** A workshop that makes wardrobes unit by unit: a board as wide as each, and a front of each one's colour. */
export type WardrobeShop = Workshop & {
  readonly wardrobeId: Id;
  readonly boardId: Id;
  readonly fronts: Readonly<Record<"white" | "oak", Id>>;
};

/** 60 cm and white unless told. */
export const aUnit = (width: string, colour: "white" | "oak" = "white"): OrderAttributes => ({
  Width: { amount: width, unit: "cm" },
  Colour: { text: colour },
});

export async function aWardrobeShop(
  database: TestDatabase,
  options: WorkshopOptions & { readonly atCompletion?: boolean } = {},
): Promise<WardrobeShop> {
  const shop = await aWorkshop(database, options);
  const coloured = (colour: string) => ({
    name: colour,
    sku: null,
    attributes: { Colour: { text: colour } },
    salePrice: null,
    listPrice: null,
  });
  const plain = (name: string) => ({ ...coloured(name), attributes: {} });
  const wardrobe = await shop.make(addItem, {
    kind: "product",
    name: "Wardrobe",
    unit: "pcs",
    shelfLifeDays: null,
    variants: [plain("Wardrobe")],
    asked: [
      { name: "Width", kind: "number", unit: "cm" },
      { name: "Colour", kind: "text", unit: null, required: false },
    ],
  });
  const board = await shop.make(addItem, {
    kind: "material",
    name: "Board",
    unit: "m",
    shelfLifeDays: null,
    variants: [plain("Board")],
  });
  const front = await shop.make(addItem, {
    kind: "material",
    name: "Front",
    unit: "pcs",
    shelfLifeDays: null,
    variants: [coloured("white"), coloured("oak")],
  });
  const [wardrobeId = "", boardId = "", white = "", oak = ""] = [
    ...wardrobe.variantIds,
    ...board.variantIds,
    ...front.variantIds,
  ];
  await shop.make(receiveStock, {
    warehouseId: shop.materialsId,
    lines: [boardId, white, oak].map((variantId) => ({ variantId, quantity: "1000", price: "10" })),
    note: "",
  });
  const norm = { warehouseId: shop.materialsId };
  const body = templateBodyField.parse({
    stages: [
      {
        key: "cutting",
        name: "Cutting",
        performer: { kind: "role", role: "operator" },
        setUpSeconds: 600,
        unitSeconds: 60,
        consumption: options.atCompletion === true ? "at_completion" : "at_start",
        norms: [
          { ...norm, variantId: boardId, perUnit: "=width", loss: "0.5" },
          { ...norm, itemId: front.itemId, follows: "Colour", perUnit: "2" },
        ],
      },
      {
        key: "assembly",
        name: "Assembly",
        performer: { kind: "role", role: "operator" },
        unitSeconds: 60,
        consumption: "at_start",
        norms: [],
      },
    ],
    triggers: {},
    policies: { finishedWarehouseId: shop.finishedId, batchMode: "per_unit" },
  });
  await shop.make(addTemplate, { itemId: wardrobe.itemId, name: "Wardrobe", body, comment: "" });
  return { ...shop, wardrobeId, boardId, fronts: { white, oak } };
}

/** The runs of the order's units at a stage, by the number of the unit. */
export async function runsOfUnits(shop: Workshop, orderId: Id, key: string): Promise<Map<string, Id>> {
  const rows = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("run as r")
      .innerJoin("order_stage as s", (join) =>
        join.onRef("s.workspace_id", "=", "r.workspace_id").onRef("s.id", "=", "r.order_stage_id"),
      )
      .innerJoin("lot as l", (join) =>
        join.onRef("l.workspace_id", "=", "r.workspace_id").onRef("l.id", "=", "r.lot_id"),
      )
      .select(["r.id", "l.number"])
      .where("r.workspace_id", "=", shop.workspaceId)
      .where("r.order_id", "=", orderId)
      .where("s.key", "=", key)
      .where("r.state", "<>", "void")
      .execute(),
  );
  return new Map(rows.map((row) => [row.number, row.id]));
}
