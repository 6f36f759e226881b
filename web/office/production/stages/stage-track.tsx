import { useTexts } from "../texts.ts";
import type { Order, OrderStage } from "../order-types.ts";
import { lanesOfStage, spanOf, spansOf } from "./stage-spans.ts";
import { lotInWords } from "../lots/lot-words.ts";
import style from "./stage-track.module.css";

const laneHeight = 11;

/** A stage's stretch of the order's time: planned as an outline, each lot's work solid below it, waits hatched. */
export function Track({
  order,
  stage,
  now,
}: {
  readonly order: Order;
  readonly stage: OrderStage;
  readonly now: number;
}) {
  const { t, dateTime } = useTexts();
  const whole = spanOf(order, now);
  if (whole === null) return null;
  const share = (time: number): number => (100 * (time - whole.from)) / (whole.to - whole.from);
  const title = (from: number, to: number, lotNumber: string | null): string => {
    const span = t("order.spanTitle", { from: dateTime(new Date(from)), to: dateTime(new Date(to)) });
    return lotNumber === null || order.lots.length < 2 ? span : `${lotInWords(lotNumber, { t })}: ${span}`;
  };
  return (
    <div className={style.track} style={{ height: lanesOfStage(stage) * laneHeight }} aria-hidden>
      {spansOf(order, stage, now).map((span) => (
        <span
          key={`${span.kind} ${span.lane} ${span.lotNumber} ${span.from}`}
          className={style.span}
          data-kind={span.kind}
          data-state={span.state}
          title={title(span.from, span.to, span.lotNumber)}
          style={{
            left: `${share(span.from)}%`,
            width: `${share(span.to) - share(span.from)}%`,
            top: span.lane * laneHeight + 1,
          }}
        />
      ))}
      {now > whole.from && now < whole.to && (
        <span className={style.now} style={{ left: `${share(now)}%` }} />
      )}
    </div>
  );
}
