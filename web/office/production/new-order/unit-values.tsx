import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import type { AskedAttribute, OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import { useTexts } from "../texts.ts";
import { AskedFields } from "./asked-fields.tsx";
import style from "./new-order.module.css";

type Props = {
  readonly asked: readonly AskedAttribute[];
  /** What holds for each unit that says nothing of its own. */
  readonly common: OrderAttributes;
  readonly count: number;
  /** The number of the first unit. */
  readonly first?: number;
  /** What they stand in says already that it goes unit by unit. */
  readonly named?: boolean;
  /** By place; a unit without values of its own may be missing. */
  readonly values: readonly OrderAttributes[];
  readonly onChange: (values: readonly OrderAttributes[]) => void;
};

/** Unit by unit: what differs from the order's own values. Only what is in sight is drawn. */
export function UnitValues({ asked, common, count, first = 1, named = false, values, onChange }: Props) {
  const { t } = useTexts();
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => 104,
    overscan: 2,
  });
  const set = (place: number, own: OrderAttributes): void =>
    onChange(
      Array.from({ length: Math.max(count, values.length) }, (_, at) =>
        at === place ? own : (values[at] ?? {}),
      ),
    );
  return (
    <fieldset className={style.units}>
      <legend {...(named ? { className: "unseen" } : {})}>{t("order.unitByUnit")}</legend>
      <p className="soft">{t("order.unitByUnitHint")}</p>
      <div ref={scroll} className={style.unitScroll}>
        <div className={style.unitList} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              role="group"
              aria-label={t("order.unitNumber", { number: first + item.index })}
              className={style.unit}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <strong>{t("order.unitNumber", { number: first + item.index })}</strong>
              <AskedFields
                asked={asked}
                common={common}
                values={values[item.index] ?? {}}
                onChange={(own) => set(item.index, own)}
              />
            </div>
          ))}
        </div>
      </div>
    </fieldset>
  );
}
