import { nameOfVariant } from "../pickers/variant-picker.tsx";

/** An item alone while its variant is still to be picked. */
export const nameOfMaterial = (row: {
  readonly itemName: string;
  readonly variantName: string | null;
}): string => (row.variantName === null ? row.itemName : nameOfVariant(row.itemName, row.variantName));
