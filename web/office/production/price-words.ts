import type { PriceKind } from "#modules/templates/contract/template-body.ts";
import { useTexts } from "./texts.ts";

/** What a subcontractor asks, in words; only how it is paid where the reader may not see the sum. */
export function usePriceWords(): (price: {
  readonly kind: PriceKind;
  readonly amount: string | null;
}) => string {
  const { t, money } = useTexts();
  return ({ kind, amount }) =>
    amount === null ? t(`price.kind.${kind}`) : t(`price.${kind}`, { amount: money(amount) });
}
