import { Checkbox } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState } from "react";
import { NumberField } from "#web/shared/field.tsx";
import { useTexts } from "../texts.ts";
import { attributesInWords } from "../attribute-words.ts";
import { lotOf, mostTogether, type Order, type StageRun } from "../order-types.ts";
import { lotInWords } from "../lots/lot-words.ts";
import style from "./runs.module.css";

type Props = {
  readonly label: string;
  readonly order: Order;
  /** All that may be taken, the one that was tapped among them. */
  readonly runs: readonly StageRun[];
  /** The ids that are taken. */
  readonly value: readonly string[];
  readonly onChange: (runIds: readonly string[]) => void;
  readonly error?: string | undefined;
};

/** Several units in one tap: how many of them, or exactly which. */
export function UnitsTogether({ label, order, runs, value, onChange, error }: Props) {
  const { t } = useTexts();
  const [chosen, setChosen] = useState(false);
  const take = (count: string): void => {
    const wanted = Math.min(Number(count), runs.length, mostTogether);
    const [first] = value;
    const others = runs.filter((run) => run.id !== first).map((run) => run.id);
    if (Number.isInteger(wanted) && first !== undefined) {
      onChange([first, ...others].slice(0, Math.max(1, wanted)));
    }
  };
  return (
    <div className={style.together}>
      {!chosen && (
        <NumberField
          label={label}
          description={t("run.ofUnits", { count: runs.length })}
          places={0}
          required
          data-autofocus
          value={String(value.length)}
          onChange={take}
          error={error}
        />
      )}
      <button
        type="button"
        className={style.linkButton}
        aria-expanded={chosen}
        onClick={() => setChosen(!chosen)}
      >
        {chosen ? t("run.chooseCount") : t("run.chooseWhich")}
      </button>
      {chosen && (
        <fieldset className={style.which}>
          <legend>{t("run.chosen", { count: value.length })}</legend>
          <Which order={order} runs={runs} value={value} onChange={onChange} />
          {error !== undefined && <p className={style.fault}>{error}</p>}
        </fieldset>
      )}
    </div>
  );
}

/** Only what is in sight is drawn: there may be a thousand. */
export function Which({
  order,
  runs,
  value,
  onChange,
}: Pick<Props, "order" | "runs" | "value" | "onChange">) {
  const texts = useTexts();
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 34,
    overscan: 8,
    getItemKey: (index) => runs[index]?.id ?? index,
  });
  const toggle = (id: string, on: boolean): void =>
    onChange(on ? [...value, id] : value.filter((one) => one !== id));
  return (
    <div ref={scroll} className={style.whichScroll}>
      <div className={style.whichList} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const run = runs[item.index];
          if (run === undefined) return null;
          const attributes = attributesInWords(lotOf(order, run)?.attributes ?? {}, texts);
          return (
            <div key={run.id} className={style.whichRow} style={{ transform: `translateY(${item.start}px)` }}>
              <Checkbox
                checked={value.includes(run.id)}
                onChange={(event) => toggle(run.id, event.currentTarget.checked)}
                label={
                  <>
                    {lotInWords(run.lotNumber, texts)}{" "}
                    {attributes !== "" && <span className="soft">{attributes}</span>}
                  </>
                }
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
