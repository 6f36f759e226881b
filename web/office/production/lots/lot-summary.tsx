import { Button } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import type { LotState } from "#modules/production/contract/order-card.ts";
import { useTexts } from "../texts.ts";
import { attributesInWords } from "../attribute-words.ts";
import { StateWord } from "../board-card.tsx";
import { Mark } from "../mark.tsx";
import { type Tone, toneOfState } from "../order-tones.ts";
import { isOver, type Order, type OrderLot, type PlacedRun } from "../order-types.ts";
import { lotCount, lotInWords } from "./lot-words.ts";
import style from "./lots.module.css";

const toneOfLot: Readonly<Record<LotState, Tone>> = {
  escalated: "alarm",
  held: "waiting",
  in_work: "running",
  finished: "done",
  written_off: "plain",
  withdrawn: "plain",
  merged: "plain",
};

/** Where all units are: how many in each state, then lot by lot. */
export function LotSummary({ order }: { readonly order: Order }) {
  const { t, number } = useTexts();
  // From the order itself: of an order of a thousand units not every lot is here.
  const units: readonly (readonly [LotState, number])[] = [
    ["escalated", order.escalated],
    ["in_work", order.inWork - order.escalated],
    ["finished", order.received],
    ["written_off", order.writtenOff],
    ["withdrawn", order.withdrawn],
  ];
  const shown = order.lots.filter((lot) => lot.state !== "merged");
  return (
    <div className={style.summary}>
      <p className={style.states}>
        {units
          .filter(([, count]) => count > 0)
          .map(([state, count]) => (
            <Mark key={state} tone={toneOfLot[state]}>
              {t("order.unitsInState", { count: number(String(count)), state: t(`lotState.${state}`) })}
            </Mark>
          ))}
      </p>
      <Lots order={order} lots={shown} />
      {order.lotsTotal > order.lots.length && (
        <p className={style.rest}>
          {t("order.lotsShown", { shown: order.lots.length, count: order.lotsTotal })}
        </p>
      )}
    </div>
  );
}

/** So many are seen at once; the others open. */
const fewAtFirst = 6;

/** Only what is in sight is drawn: there may be hundreds. */
function Lots({ order, lots }: { readonly order: Order; readonly lots: readonly OrderLot[] }) {
  const { t } = useTexts();
  const scroll = useRef<HTMLDivElement>(null);
  const few = lots.length <= fewAtFirst + 1;
  const [open, setOpen] = useState(false);
  const shown = few || open ? lots : lots.slice(0, fewAtFirst);
  const places = useMemo(() => placesByLot(order), [order]);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 34,
    overscan: 6,
    getItemKey: (index) => shown[index]?.id ?? index,
  });
  const list = (
    <div
      ref={scroll}
      className={style.scroll}
      data-open={(open && !few) || undefined}
      role="group"
      aria-label={lotCount(lots.length, order.batchMode === "per_unit", { t })}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- not every browser lets one scroll without it
      tabIndex={0}
    >
      <ul className={style.lots} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const lot = shown[item.index];
          if (lot === undefined) return null;
          return (
            <li
              key={lot.id}
              ref={virtual.measureElement}
              data-index={item.index}
              aria-setsize={lots.length}
              aria-posinset={item.index + 1}
              className={style.lot}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <Lot order={order} lot={lot} places={places.get(lot.id) ?? []} />
            </li>
          );
        })}
      </ul>
    </div>
  );
  if (few || open) return list;
  return (
    <>
      {list}
      <Button variant="subtle" size="compact-sm" onClick={() => setOpen(true)}>
        {t("order.lotsMore", { count: lots.length - fewAtFirst })}
      </Button>
    </>
  );
}

function Lot(props: {
  readonly order: Order;
  readonly lot: OrderLot;
  readonly places: readonly PlacedRun[];
}) {
  const { order, lot, places } = props;
  const texts = useTexts();
  const { t, quantity, dateTime } = texts;
  const attributes = attributesInWords(lot.attributes, texts);
  const depth = lot.number.split(".").length - 1;
  return (
    <>
      <strong className={style.number} data-depth={Math.min(depth, 3)}>
        {lotInWords(lot.number, texts)}
      </strong>
      {lot.units > 0 && !(order.batchMode === "per_unit" && lot.units === 1) && (
        <span>{quantity(String(lot.units), order.unit)}</span>
      )}
      {places.length === 0 ? (
        <Mark tone={toneOfLot[lot.state]}>
          {lot.receivableAt !== null && lot.state === "in_work"
            ? t("order.receivedAt", { when: dateTime(lot.receivableAt) })
            : t(`lotState.${lot.state}`)}
        </Mark>
      ) : (
        places.map(({ stage, run }) => (
          <Mark key={run.id} tone={toneOfState[run.state]}>
            {stage.name}: <StateWord state={run.state} />
          </Mark>
        ))
      )}
      {lot.returns.length > 0 && (
        <span className="soft">
          {t("order.returns", { count: lot.returns.reduce((sum, one) => sum + one.count, 0) })}
        </span>
      )}
      {attributes !== "" && <span className="soft">{attributes}</span>}
    </>
  );
}

function placesByLot(order: Order): ReadonlyMap<string, readonly PlacedRun[]> {
  const places = new Map<string, PlacedRun[]>();
  for (const stage of order.stages) {
    for (const run of stage.runs) {
      if (isOver(run)) continue;
      const known = places.get(run.lotId);
      if (known === undefined) places.set(run.lotId, [{ stage, run }]);
      else known.push({ stage, run });
    }
  }
  return places;
}
