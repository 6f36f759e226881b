import { addDeal } from "#commands/crm/add-deal.ts";
import type { RequestOf } from "#modules/routes.ts";
import type { TestWorkspace } from "./a-workspace.ts";
import { anItem } from "./an-item.ts";

type Line = NonNullable<RequestOf<"addDeal">["lines"]>[number];
type Wish = Partial<Omit<RequestOf<"addDeal">, "lines">> & { line?: Partial<Line> };

export type TestDeal = { dealId: string; number: number; lineId: string; variantId: string; itemId: string };

/** A deal with one line: 10 of a product of its own at 100, unless told. */
export async function aDeal(workspace: TestWorkspace, { line, ...wish }: Wish = {}): Promise<TestDeal> {
  const item =
    line?.variantId === undefined ? await anItem(workspace) : { itemId: "", variantId: line.variantId };
  const made = await workspace.run(addDeal, {
    title: "Chairs for the café",
    ...wish,
    lines: [{ quantity: 10, price: "100", ...line, variantId: item.variantId }],
  });
  const [added] = await workspace.facts(made.dealId);
  const [first] = (added?.data["lines"] ?? []) as { lineId: string }[];
  if (first === undefined) throw new Error("The deal has a line");
  return { ...made, ...item, lineId: first.lineId };
}
