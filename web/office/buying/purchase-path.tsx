import type { OutputOf } from "#modules/routes.ts";
import { useTexts } from "../stock/texts.ts";
import { wordOfPurchase } from "./purchase-words.ts";
import style from "./purchase-path.module.css";

const steps = ["draft", "sent", "partly_received", "received"] as const;

/** The four states in their order; where it stands, and what is behind. A cancelled one has left the way. */
export function PurchasePath({ purchase }: { readonly purchase: OutputOf<"showPurchase"> }) {
  const texts = useTexts();
  const { t } = texts;
  const current = steps.findIndex((step) => step === purchase.state);
  return (
    <ol className={style.path} aria-label={t("purchases.path")}>
      {steps.map((step, place) => (
        <li
          key={step}
          data-current={place === current || undefined}
          data-passed={place < current || undefined}
          aria-current={place === current ? "step" : undefined}
        >
          {place === current ? wordOfPurchase(purchase, texts) : t(`purchases.state.${step}`)}
        </li>
      ))}
      {purchase.state === "cancelled" && (
        <li data-current data-off aria-current="step">
          {t("purchases.state.cancelled")}
        </li>
      )}
    </ol>
  );
}
