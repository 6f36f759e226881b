import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { decimal, sum, text } from "#kernel/decimal.ts";
import type { Unit } from "#kernel/unit.ts";
import type { OutputOf } from "#modules/routes.ts";
import type { Refused } from "#web/shared/call.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useTexts } from "../texts.ts";
import { BatchFields, noBatch, type TypedBatch } from "./batch-fields.tsx";
import style from "./batches.module.css";

export type CountedBatches = {
  /** by number of a batch that lies there */
  readonly known: Readonly<Record<string, string>>;
  readonly without: string;
  readonly others: readonly (TypedBatch & { readonly counted: string })[];
};
export const nothingCounted: CountedBatches = { known: {}, without: "", others: [] };

/** The line as the contract takes it; what was left empty was not counted, and stays. */
export function sentCount({ known, others }: CountedBatches) {
  return [
    ...Object.entries(known).flatMap(([number, counted]) => (counted === "" ? [] : [{ number, counted }])),
    ...others.flatMap(({ number, bestBefore, counted }) =>
      number.trim() === "" || counted === ""
        ? []
        : [{ number: number.trim(), counted, ...(bestBefore === "" ? {} : { bestBefore }) }],
    ),
  ];
}

type Place = OutputOf<"listOpenBatches">["places"][number];
type Props = {
  /** what lies there; untold while it is asked */
  readonly place: Place | undefined;
  readonly unit: Unit;
  readonly value: CountedBatches | undefined;
  /** with all that is there, as text; "" while nothing was typed */
  readonly onChange: (value: CountedBatches | undefined, counted: string) => void;
  readonly refusal: Refused | undefined;
  /** of the fields of these batches */
  readonly path: string;
  /** Counted without seeing what the books say. */
  readonly blind?: boolean;
};

/** Counting batch by batch: what all of them add up to is what is there. */
export function CountBatches({ place, unit, value, onChange, refusal, path, blind = false }: Props) {
  const { t, date, quantity } = useTexts();
  if (place === undefined || (!place.apart && place.batches.length === 0)) return null;
  if (value === undefined) {
    return (
      <Button variant="subtle" size="compact-sm" justify="start" onClick={() => onChange(nothingCounted, "")}>
        {t("batch.countByBatch")}
      </Button>
    );
  }
  const change = (next: CountedBatches): void => {
    const begun = [next.without, ...Object.values(next.known), ...next.others.map((row) => row.counted)];
    if (begun.every((amount) => amount === "")) return onChange(next, "");
    // A batch that was not counted is there as the books say.
    const lying = place.batches.map((batch) => next.known[batch.number] || batch.quantity);
    const all = [...lying, next.without || place.unknown, ...next.others.map((row) => row.counted || "0")];
    onChange(next, text(sum(all.map((amount) => decimal(amount)))));
  };
  const sent = sentCount(value);
  const books = (amount: string): string[] =>
    blind ? [] : [t("stock.bookSays", { amount: quantity(amount, unit) })];
  return (
    <div className={style.countBatches}>
      <div className={style.choiceRows}>
        {place.batches.map((batch) => (
          <NumberField
            key={batch.batchId}
            label={t("batch.title", batch)}
            description={[
              batch.bestBefore === null ? t("batch.noDate") : date(batch.bestBefore),
              ...books(batch.quantity),
            ].join(" · ")}
            value={value.known[batch.number] ?? ""}
            onChange={(counted) => change({ ...value, known: { ...value.known, [batch.number]: counted } })}
          />
        ))}
        <NumberField
          label={t("batch.countUnknown")}
          description={books(place.unknown).join("")}
          value={value.without}
          onChange={(without) => change({ ...value, without })}
        />
      </div>
      {value.others.map((other, index) => {
        const fieldAt = `${path}.${sent.findIndex((row) => row.number === other.number.trim())}`;
        const put = (next: typeof other): void =>
          change({ ...value, others: value.others.map((row, at) => (at === index ? next : row)) });
        return (
          <div key={index} className={style.choiceRows}>
            <BatchFields
              required={false}
              value={other}
              onChange={(typed) => put({ ...other, ...typed })}
              numberError={faultAt(refusal, `${fieldAt}.number`)}
              dayError={faultAt(refusal, `${fieldAt}.bestBefore`)}
            />
            <NumberField
              label={t("stock.quantity")}
              value={other.counted}
              onChange={(counted) => put({ ...other, counted })}
            />
          </div>
        );
      })}
      <div>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => change({ ...value, others: [...value.others, { ...noBatch, counted: "" }] })}
        >
          {t("batch.countOther")}
        </Button>
      </div>
    </div>
  );
}
