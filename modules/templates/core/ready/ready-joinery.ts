import {
  byTrade,
  hour,
  minute,
  normOf,
  plainMaterial,
  readyBody,
  type ReadySurroundings,
  type ReadyTemplate,
  yesNo,
} from "./ready-template.ts";

export type JoineryWords = {
  readonly product: string;
  readonly blank: string;
  readonly glue: string;
  readonly joiner: string;
  readonly finisher: string;
  readonly inlayWorkshop: string;
  readonly inlay: string;
  readonly inlayInstruction: string;
  readonly primaryProcessing: string;
  readonly planing: string;
  readonly planingInstruction: string;
  readonly gluing: string;
  readonly glueSets: string;
  readonly finishing: string;
  readonly finishingInstruction: string;
  readonly moisture: string;
  readonly noCracks: string;
};

/** What cracks goes back, the rest moves on; what goes back too often waits for a supervisor. The brass is others' own. */
export function readyJoinery(words: JoineryWords, around: ReadySurroundings): ReadyTemplate {
  return {
    product: {
      name: words.product,
      shelfLifeDays: null,
      asked: [],
      variants: [{ name: words.product, attributes: {}, salePrice: "2900" }],
      upsells: [{ name: words.inlay, price: "350" }],
    },
    materials: [plainMaterial(words.blank, "pcs", "420"), plainMaterial(words.glue, "kg", "260")],
    trades: [words.joiner, words.finisher],
    subcontractors: [{ name: words.inlayWorkshop, services: words.inlay }],
    body: readyBody(
      [
        {
          key: "primary_processing",
          name: words.primaryProcessing,
          performer: byTrade(words.joiner),
          setUpSeconds: 15 * minute,
          unitSeconds: 12 * minute,
          consumption: "at_start",
          reworkLimit: 2,
          checks: [{ kind: "number", key: "moisture", name: words.moisture, minimum: "6", maximum: "10" }],
          norms: [normOf(words.blank, around, { key: "blank", perUnit: "1", roundingStep: "1" })],
        },
        {
          key: "planing",
          name: words.planing,
          instruction: words.planingInstruction,
          performer: byTrade(words.joiner),
          unitSeconds: 8 * minute,
          consumption: "at_completion",
          reworkLimit: 2,
          checks: [yesNo("cracks", words.noCracks)],
        },
        {
          key: "inlay",
          name: words.inlay,
          // The workshop brings the brass along, and its price has it in: no norm.
          instruction: words.inlayInstruction,
          performer: {
            kind: "subcontractor",
            subcontractorId: words.inlayWorkshop,
            price: { kind: "per_unit", amount: "210" },
          },
          unitSeconds: 25 * minute,
          consumption: "at_completion",
          reworkLimit: 1,
          condition: { kind: "upsell", upsellId: words.inlay },
        },
        {
          key: "gluing",
          name: words.gluing,
          performer: byTrade(words.joiner),
          unitSeconds: 15 * minute,
          consumption: "at_completion",
          wait: { name: words.glueSets, minimumSeconds: 2 * hour },
          norms: [normOf(words.glue, around, { key: "glue", perUnit: "0.06", allowance: "0.1" })],
        },
        {
          key: "finishing",
          name: words.finishing,
          instruction: words.finishingInstruction,
          performer: byTrade(words.finisher),
          unitSeconds: 20 * minute,
          consumption: "at_completion",
          reworkLimit: 1,
          photoRequired: true,
        },
      ],
      around,
      { batchMode: "split", defectAccounting: "separate" },
    ),
  };
}
