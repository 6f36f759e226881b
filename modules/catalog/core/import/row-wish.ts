import type { Unit } from "#kernel/unit.ts";
import type { AttributeValue } from "../../contract/attributes.ts";
import type { importProblems } from "../../contract/item-import.ts";
import type { ItemKind } from "../../contract/routes.ts";

export type ProblemCode = (typeof importProblems)[number];

/** What is wrong with a row, at which of its columns (from 0); null: with all of it. */
export type Problem = {
  readonly column: number | null;
  readonly code: ProblemCode;
  readonly data?: Readonly<Record<string, string | number>>;
};

/** What the cells of a row ask for. What is left out or empty is not asked: it changes nothing. Decimals as text. */
export type RowWish = {
  readonly id?: string;
  readonly name?: string;
  readonly kind?: ItemKind;
  readonly unit?: Unit;
  readonly variant?: string;
  readonly sku?: string;
  readonly barcode?: string;
  readonly salePrice?: string;
  readonly listPrice?: string;
  readonly shelfLifeDays?: number;
  /** its batches are told apart */
  readonly traced?: boolean;
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  readonly packs?: readonly { readonly name: string; readonly contains: string }[];
  readonly opening?: { readonly quantity: string; readonly price: string; readonly warehouseId: string };
};
