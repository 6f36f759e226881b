import { useId } from "react";
import { decimal, lesser, sum, text } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { useRoute } from "../queries.ts";
import { useTexts } from "../texts.tsx";
import type { ChosenBatch } from "./chosen-batch.ts";
import style from "./batch-select.module.css";

type Norm = OutputOf<"listRunBatches">["norms"][number];
type OpenBatch = Norm["batches"][number];

type Props = {
  readonly runId: string;
  readonly normId: string;
  /** the material's name */
  readonly what: string;
  /** of it, as text; null while it is typed wrongly */
  readonly used: string | null;
  readonly chosen: ChosenBatch | undefined;
  readonly onChoose: (chosen: ChosenBatch | undefined) => void;
};

/**
 * Of which batch a run takes a material: by date, unless somebody says otherwise. Nothing where the material's
 * batches are not told apart. The browser's own list: it opens large on a phone.
 */
export function BatchSelect({ runId, normId, what, used, chosen, onChoose }: Props) {
  const { t, date, quantity } = useTexts();
  const id = useId();
  const { data } = useRoute("listRunBatches", { runId });
  const norm = data?.norms.find((row) => row.normId === normId);
  if (norm === undefined) return null;
  const options = together(norm);
  const words = (batch: OpenBatch): string => {
    const amount = quantity(batch.quantity, norm.unit);
    const { number, bestBefore, state } = batch;
    const said =
      bestBefore === null
        ? t("batchSelect.one", { number, amount })
        : t("batchSelect.oneDated", { number, amount, date: date(bestBefore) });
    return state === "expired" ? t("batchSelect.expired", { batch: said }) : said;
  };
  const short =
    chosen !== undefined && used !== null && used !== "" && decimal(used).gt(decimal(chosen.there));
  return (
    <div className={style.select}>
      <label htmlFor={id}>{t("batchSelect.label", { what })}</label>
      <select
        id={id}
        value={chosen?.batchId ?? ""}
        onChange={(event) => {
          const batch = options.find((one) => one.batchId === event.currentTarget.value);
          onChoose(batch === undefined ? undefined : { batchId: batch.batchId, there: batch.quantity });
        }}
      >
        <option value="">
          {norm.taken.length > 0
            ? t("batchSelect.asTaken", { parts: norm.taken.map((batch) => batch.number).join(", ") })
            : t("batchSelect.byDate", { parts: goes(norm, used) ?? t("batchSelect.unknown") })}
        </option>
        {options.map((batch) => (
          <option key={batch.batchId} value={batch.batchId}>
            {words(batch)}
          </option>
        ))}
      </select>
      {short && <span>{t("batchSelect.rest")}</span>}
    </div>
  );
}

/** What lies there, with what the run has taken of it: that is its own to choose anew. */
function together({ batches, taken }: Norm): OpenBatch[] {
  const lying = batches.map((batch) => {
    const own = taken.find((one) => one.batchId === batch.batchId);
    return own === undefined
      ? batch
      : { ...batch, quantity: text(sum([decimal(batch.quantity), decimal(own.quantity)])) };
  });
  return [...lying, ...taken.filter((one) => !batches.some((batch) => batch.batchId === one.batchId))];
}

/** The numbers of those that would go, in the order of the shelf; null where none of them has one. */
function goes({ batches }: Norm, used: string | null): string | null {
  let left = decimal(used === null || used === "" ? "0" : used);
  const numbers: string[] = [];
  for (const batch of batches) {
    if (left.lte(0)) break;
    numbers.push(batch.number);
    left = left.minus(lesser(left, decimal(batch.quantity)));
  }
  return numbers.length === 0 ? null : numbers.join(", ");
}
