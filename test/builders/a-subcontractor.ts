import { addSubcontractor } from "#commands/subcontracting/add-subcontractor.ts";
import type { Id } from "#kernel/id.ts";
import type { BatchMode, PriceKind } from "#modules/templates/contract/template-body.ts";
import type { TestDatabase } from "#test/database.ts";
import { aShopOfStages, type StagesShop, type StagesWish } from "./stages-shop.ts";

export type SubcontractedShop = StagesShop & { readonly subcontractorId: Id };

/** Sewing and pressing in house, embroidery between them by Serhii, whose price is told. */
export async function aShopWithSubcontractor(
  testDatabase: TestDatabase,
  price: { readonly kind: PriceKind; readonly amount: string },
  batchMode: BatchMode = "whole",
  more: Partial<StagesWish> = {},
): Promise<SubcontractedShop> {
  let subcontractorId: Id = "";
  const shop = await aShopOfStages(testDatabase, {
    keys: ["sew", "embroider", "press"],
    batchMode,
    ...more,
    prepare: async (before) => {
      ({ subcontractorId } = await before.make(addSubcontractor, { name: "Serhii" }));
    },
    change: (body) => ({
      ...body,
      stages: body.stages.map((stage) =>
        stage.key === "embroider"
          ? { ...stage, performer: { kind: "subcontractor", subcontractorId, price } }
          : stage,
      ),
    }),
  });
  return { ...shop, subcontractorId };
}
