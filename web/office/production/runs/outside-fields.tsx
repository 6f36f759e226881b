import { faultAt, type Refused } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useTexts } from "../texts.ts";
import type { OrderStage } from "../order-types.ts";
import { usePriceWords } from "../price-words.ts";

type Price = NonNullable<OrderStage["performer"]["price"]>;
type Asked = "hours" | "sum";

/** What has to be typed where a subcontractor's work ends: its hours, or the sum where that was left open. */
export const askedOf = (kind: Price["kind"] | undefined): Asked | undefined =>
  kind === "hourly" ? "hours" : kind === "variable" ? "sum" : undefined;

export function OutsideFields(props: {
  readonly stage: OrderStage;
  readonly asked: Asked | undefined;
  readonly value: string;
  readonly onChange: (typed: string) => void;
  readonly refusal: Refused | undefined;
}) {
  const { stage, asked, value, onChange, refusal } = props;
  const { t, money } = useTexts();
  const priceWords = usePriceWords();
  const { price, name } = stage.performer;
  if (price === null) return null;
  const who = name ?? "…";
  if (asked === undefined) {
    if (askedOf(price.kind) !== undefined) return null;
    return <p className="soft">{t("run.sub.agreed", { name: who, price: priceWords(price) })}</p>;
  }
  return (
    <NumberField
      label={t(`run.sub.${asked}`, { name: who })}
      {...(asked === "sum"
        ? { description: t("run.sub.sumHint") }
        : price.amount === null
          ? {}
          : { description: t("run.sub.hoursHint", { amount: money(price.amount) }) })}
      places={asked === "sum" ? 4 : 6}
      required
      value={value}
      onChange={onChange}
      error={faultAt(refusal, `subcontracting.${asked}`)}
    />
  );
}
