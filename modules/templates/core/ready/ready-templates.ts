import type { ReadyTrade } from "../../contract/routes.ts";
import { type BakeryWords, readyBakery } from "./ready-bakery.ts";
import { type CoffeeTradeWords, readyCoffee } from "./ready-coffee.ts";
import { type FurnitureWords, readyFurniture } from "./ready-furniture.ts";
import { type JoineryWords, readyJoinery } from "./ready-joinery.ts";
import { type PrintWords, readyPrint } from "./ready-print.ts";
import { readySewing, type SewingWords } from "./ready-sewing.ts";
import type { ReadySurroundings, ReadyTemplate } from "./ready-template.ts";

/** In one language; they become data of the workspace, to be renamed at will. */
export type ReadyWords = {
  readonly inProductionMessage: string;
  readonly prepareForShipment: string;
  readonly sewing: SewingWords;
  readonly furniture: FurnitureWords;
  readonly bakery: BakeryWords;
  readonly joinery: JoineryWords;
  readonly print: PrintWords;
  readonly coffee: CoffeeTradeWords;
};

export function readyTemplateOf(
  trade: ReadyTrade,
  words: ReadyWords,
  around: Pick<ReadySurroundings, "materials" | "finishedGoods" | "statuses">,
): ReadyTemplate {
  const { inProductionMessage, prepareForShipment } = words;
  const surroundings = { ...around, inProductionMessage, prepareForShipment };
  switch (trade) {
    case "sewing":
      return readySewing(words.sewing, surroundings);
    case "furniture":
      return readyFurniture(words.furniture, surroundings);
    case "bakery":
      return readyBakery(words.bakery, surroundings);
    case "joinery":
      return readyJoinery(words.joinery, surroundings);
    case "print":
      return readyPrint(words.print, surroundings);
    case "coffee":
      return readyCoffee(words.coffee, surroundings);
  }
}
