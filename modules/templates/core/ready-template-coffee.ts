import type { Id } from "#kernel/id.ts";
import { type TemplateBody, templateBodyField } from "../contract/template-body.ts";

/** The words that become data of the workspace, in its language (web/texts: ready.coffee.*). */
export type CoffeeWords = {
  readonly roasting: string;
  readonly roastingInstruction: string;
  readonly degassing: string;
  readonly packaging: string;
  readonly packagingInstruction: string;
};
export type CoffeeIds = {
  /** variants, in kilograms and in pieces */
  readonly greenBeans: Id;
  readonly bag: Id;
  readonly label: Id;
  readonly valve: Id;
  readonly materials: Id;
  readonly finishedGoods: Id;
  /** trades */
  readonly roaster: Id;
  readonly packer: Id;
  /** statuses of the deal: it is accepted, it can be shipped */
  readonly accepted: Id;
  readonly readyToShip: Id;
  readonly responsible: Id | null;
};

const minute = 60;
const hour = 60 * minute;

/**
 * The starting template of a coffee roastery, for a product in packs: 15 minutes of roasting a batch, where
 * 15 % of the green beans' weight goes up the chimney; 12 hours of degassing; grinding and packaging.
 * Degassing is the wait after roasting and no stage: see docs/decisions/degassing-is-a-wait.md.
 * `kilogramsInPack` is the coffee in one unit of the product ("0.25").
 */
export function readyTemplateCoffee(
  ids: CoffeeIds,
  words: CoffeeWords,
  kilogramsInPack: string,
): TemplateBody {
  const piece = { warehouseId: ids.materials, perUnit: "1" };
  return templateBodyField.parse({
    stages: [
      {
        key: "roasting",
        name: words.roasting,
        instruction: words.roastingInstruction,
        performer: { kind: "trade", tradeId: ids.roaster },
        batchSeconds: 15 * minute,
        wait: { name: words.degassing, minimumSeconds: 12 * hour },
        consumption: "at_start",
        // Beans can't be roasted twice: whoever wants to send them back asks a supervisor.
        reworkLimit: 0,
        norms: [
          { variantId: ids.greenBeans, warehouseId: ids.materials, perUnit: kilogramsInPack, loss: "0.15" },
        ],
      },
      {
        key: "packaging",
        name: words.packaging,
        instruction: words.packagingInstruction,
        performer: { kind: "trade", tradeId: ids.packer },
        setUpSeconds: 10 * minute,
        unitSeconds: minute,
        consumption: "at_completion",
        reworkLimit: 2,
        norms: [
          { ...piece, variantId: ids.bag },
          // Some labels come off crooked; they are counted in whole ones.
          { ...piece, variantId: ids.label, allowance: "0.05", roundingStep: "1" },
          { ...piece, variantId: ids.valve },
        ],
      },
    ],
    triggers: { start: { dealStatusId: ids.accepted }, done: { dealStatusId: ids.readyToShip } },
    policies: { finishedWarehouseId: ids.finishedGoods, responsibleId: ids.responsible },
  });
}
