export type Blocked = {
  readonly variantId: string;
  readonly warehouseId: string;
  readonly itemName: string;
  readonly variantName: string;
  readonly unit: string;
  readonly required: string;
  readonly missing: string;
};

/** The values of task.shortage_blocks; what an older task does not name is left out. */
export function readBlocked(values: Readonly<Record<string, unknown>> | null): {
  readonly shortages: readonly Blocked[];
  readonly dealLineId: string | null;
} {
  const { shortages, dealLineId } = values ?? {};
  return {
    shortages: Array.isArray(shortages) ? shortages.filter(isBlocked) : [],
    dealLineId: typeof dealLineId === "string" ? dealLineId : null,
  };
}

const texts = ["variantId", "warehouseId", "itemName", "variantName", "unit", "required", "missing"] as const;

function isBlocked(row: unknown): row is Blocked {
  if (typeof row !== "object" || row === null) return false;
  const fields: Readonly<Record<string, unknown>> = { ...row };
  return texts.every((name) => typeof fields[name] === "string");
}
