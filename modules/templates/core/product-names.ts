import { type Unit, units } from "#kernel/unit.ts";
import type { AskedAttribute, OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { DeclaredName, FormulaEnvironment } from "./formula/formula.ts";

/** What a template's formulas, conditions and norms may lean on. */
export type ProductOfTemplate = {
  readonly itemId: string;
  /** all of them, archived ones too */
  readonly variants: readonly { readonly id: string; readonly attributes: OrderAttributes }[];
  readonly asked: readonly AskedAttribute[];
  readonly upsells: readonly { readonly id: string; readonly name: string }[];
  /** by variant or item id of a material */
  readonly units: ReadonlyMap<string, Unit>;
  /** by id of an item that a norm names: the attributes that its variants have */
  readonly materialAttributes: ReadonlyMap<string, ReadonlySet<string>>;
};

/** What formulas of norms and conditions of stages may read: what is asked at order comes before the variants'. */
export function environmentOf(
  product: Pick<ProductOfTemplate, "variants" | "asked" | "upsells">,
): FormulaEnvironment {
  const names = new Map<string, DeclaredName>();
  for (const { attributes } of product.variants) {
    for (const [name, value] of Object.entries(attributes)) {
      const declared: DeclaredName =
        "text" in value ? { name, kind: "text" } : { name, kind: "number", unit: value.unit };
      const known = names.get(name);
      // A text in one variant and a number in another is, as a text, at least comparable.
      if (known === undefined || !isAlike(known, declared))
        names.set(name, known === undefined ? declared : { name, kind: "text" });
    }
  }
  for (const asked of product.asked) names.set(asked.name, declaredOf(asked));
  return { names: [...names.values()], upsells: product.upsells.map(({ name }) => name) };
}

function isAlike(a: DeclaredName, b: DeclaredName): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind !== "number" || b.kind !== "number" || a.unit === null || b.unit === null) return true;
  return units[a.unit].dimension === units[b.unit].dimension;
}

function declaredOf({ name, kind, unit, choices }: AskedAttribute): DeclaredName {
  switch (kind) {
    case "number":
      return { name, kind: "number", unit };
    case "choice":
      return { name, kind: "text", choices };
    case "text":
      return { name, kind: "text" };
  }
}

/** What the condition of a start trigger may read: the deal's line and money, in either language. */
export function startEnvironmentOf(product: Pick<ProductOfTemplate, "upsells">): FormulaEnvironment {
  return {
    names: [...startNames.amount, ...startNames.paid].map((name) => ({ name, kind: "number", unit: null })),
    upsells: product.upsells.map(({ name }) => name),
  };
}

export const startNames = { amount: ["amount", "сума"], paid: ["paid", "сплачено"] } as const;
