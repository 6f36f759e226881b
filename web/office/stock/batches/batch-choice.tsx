import { Button } from "@mantine/core";
import { useState } from "react";
import { localDate } from "#kernel/calendar.ts";
import { decimal, sum, text, zero } from "#kernel/decimal.ts";
import type { Unit } from "#kernel/unit.ts";
import { pickBatches } from "#modules/inventory/core/pick-batches.ts";
import type { OutputOf } from "#modules/routes.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { useTexts } from "../texts.ts";
import style from "./batches.module.css";
import { type ChosenBatches, sentBatches } from "./chosen-batches.ts";

type Place = OutputOf<"listOpenBatches">["places"][number];
type Props = {
  readonly variantId: string;
  readonly warehouseId: string;
  readonly unit: Unit;
  readonly quantity: string;
  readonly chosen: ChosenBatches;
  readonly onChoose: (chosen: ChosenBatches) => void;
  readonly error?: string | undefined;
};

/** Which batches will go, and another choice of them. Nothing where the item has none there. */
export function BatchChoice({ variantId, warehouseId, unit, quantity, chosen, onChoose, error }: Props) {
  const { t, date, quantity: worded } = useTexts();
  const { workspace } = useSession();
  const { data } = useRoute("listOpenBatches", { places: [{ variantId, warehouseId }] });
  const [today] = useState(() => localDate(new Date(), workspace.timeZone));
  const place = data?.places[0];
  if (place === undefined || place.batches.length === 0) return null;
  const wanted = quantity === "" ? zero : decimal(quantity);
  const picks = picksOf(place, text(wanted), today);
  const typed = sum(sentBatches(chosen).map((row) => decimal(row.quantity)));
  const goes = picks.map((pick) => {
    const amount = worded(pick.quantity, unit);
    const { batch } = pick;
    if (batch === null) return t("batch.partUnknown", { amount });
    const { number, bestBefore } = batch;
    return bestBefore === null
      ? t("batch.part", { number, amount })
      : t("batch.partDated", { number, amount, date: date(bestBefore) });
  });
  if (chosen === null) {
    return (
      <div className={style.choice}>
        {goes.length > 0 && <span>{t("batch.goes", { parts: goes.join("; ") })}</span>}
        <Button
          variant="subtle"
          size="compact-sm"
          justify="start"
          onClick={() =>
            onChoose(
              Object.fromEntries(
                picks.flatMap((pick) => (pick.batch === null ? [] : [[pick.batch.batchId, pick.quantity]])),
              ),
            )
          }
        >
          {t("batch.choose")}
        </Button>
        {error !== undefined && <span role="alert">{error}</span>}
      </div>
    );
  }
  return (
    <div className={style.choice}>
      <div className={style.choiceRows}>
        {place.batches.map((batch) => (
          <NumberField
            key={batch.batchId}
            label={
              batch.state === "expired"
                ? `${t("batch.title", batch)} · ${t("batch.state.expired")}`
                : t("batch.title", batch)
            }
            description={[
              batch.bestBefore === null ? t("batch.noDate") : date(batch.bestBefore),
              t("batch.there", { amount: worded(batch.quantity, unit) }),
            ].join(" · ")}
            value={chosen[batch.batchId] ?? ""}
            onChange={(next) => onChoose({ ...chosen, [batch.batchId]: next })}
          />
        ))}
      </div>
      {typed.gt(wanted) && <span role="alert">{t("batch.tooMany")}</span>}
      {typed.lt(wanted) && <span className="soft">{t("batch.rest")}</span>}
      {error !== undefined && <span role="alert">{error}</span>}
      <Button variant="subtle" size="compact-sm" justify="start" onClick={() => onChoose(null)}>
        {t("batch.byDate")}
      </Button>
    </div>
  );
}

/** The same rule as the server's, so that what is shown is what goes. */
function picksOf(place: Place, quantity: string, today: string) {
  const batches = place.batches.map((batch) => ({ ...batch, quantity: decimal(batch.quantity) }));
  const onHand = sum(batches.map((batch) => batch.quantity)).plus(decimal(place.unknown));
  const wanted = decimal(quantity);
  const picked = pickBatches({ onHand, batches }, wanted, today);
  const parts = picked.ok ? picked.value : [];
  const without = (wanted.lt(onHand) ? wanted : onHand).plus(sum(parts.map((part) => part.quantity)));
  return [
    ...parts.map((part) => ({
      batch: place.batches.find((batch) => batch.batchId === part.batchId) ?? null,
      quantity: text(part.quantity.neg()),
    })),
    ...(without.gt(0) ? [{ batch: null, quantity: text(without) }] : []),
  ];
}
