import { useTexts } from "../texts.ts";
import type { Order, OrderStage } from "./order-types.ts";
import { spanOf, spansOf } from "./stage-spans.ts";
import style from "./stage-track.module.css";

/** A stage's stretch of the order's time: planned as an outline, actual solid, waits hatched. */
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
  const spans = spansOf(order, stage, now);
  return (
    <div className={style.track} aria-hidden>
      {spans.map((span) => (
        <span
          key={`${span.kind} ${span.from}`}
          className={style.span}
          data-kind={span.kind}
          data-state={span.state}
          title={t("order.spanTitle", {
            from: dateTime(new Date(span.from)),
            to: dateTime(new Date(span.to)),
          })}
          style={{ left: `${share(span.from)}%`, width: `${share(span.to) - share(span.from)}%` }}
        />
      ))}
      {now > whole.from && now < whole.to && (
        <span className={style.now} style={{ left: `${share(now)}%` }} />
      )}
    </div>
  );
}
