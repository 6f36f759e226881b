import { Button } from "@mantine/core";
import { useState } from "react";
import { decimal, sum, text } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useCommand } from "#web/shared/queries.ts";
import { nameOfVariant } from "../../pickers/variant-picker.tsx";
import { noBatch } from "../batches/batch-fields.tsx";
import { type CountedBatches, CountBatches, nothingCounted, sentCount } from "../batches/count-batches.tsx";
import { useTexts } from "../texts.ts";
import { useFocus } from "./use-focus.ts";
import style from "./stocktakes.module.css";

type Line = OutputOf<"showStocktake">["rows"][number];
export type Place = OutputOf<"listOpenBatches">["places"][number];
type Props = {
  readonly stocktakeId: string;
  readonly line: Line;
  /** what lies there of which batch; untold while it is asked */
  readonly place: Place | undefined;
  /** It is still being counted, and by somebody who may. */
  readonly open: boolean;
  /** Counted without seeing what the books say. */
  readonly blind: boolean;
  /** One typed or scanned its way to it. */
  readonly sought: boolean;
  /** After a count was written down. */
  readonly onCounted: () => void;
};

/** One thing: the count is written down on Enter, or when one goes on to the next. */
export function CountRow({ stocktakeId, line, place, open, blind, sought, onCounted }: Props) {
  const { t, date, quantity, lookUp, money, relative } = useTexts();
  const count = useCommand("countInStocktake");
  const uncount = useCommand("uncountInStocktake");
  const [typed, setTyped] = useState(line.counted ?? "");
  const [saved, setSaved] = useState(line.counted ?? "");
  const [further, setFurther] = useState<string>();
  const [inBatches, setInBatches] = useState<CountedBatches>();
  const form = useFocus(sought || further !== undefined);
  const name = nameOfVariant(line.itemName, line.variantName);
  // Somebody else has counted it meanwhile, and nothing is being typed here.
  if ((line.counted ?? "") !== saved && typed === saved && !count.pending) {
    setSaved(line.counted ?? "");
    setTyped(line.counted ?? "");
  }
  const write = async (counted: string, add: boolean): Promise<void> => {
    if (counted === "" || count.pending) return;
    const answer = await count.run(
      {
        stocktakeId,
        variantId: line.variantId,
        counted,
        add,
        batches: inBatches === undefined || add ? [] : sentCount(inBatches),
      },
      { inPlace: true },
    );
    if (!answer.ok) return;
    setSaved(answer.value.counted);
    setTyped(answer.value.counted);
    setFurther(undefined);
    setInBatches(undefined);
    onCounted();
  };
  const writeTyped = (): void => {
    if (typed !== saved) void write(typed, false);
  };
  // What was counted by batch is counted on by batch.
  const canAdd =
    line.counted !== null && further === undefined && inBatches === undefined && line.batches.length === 0;
  const unit = lookUp(`unit.${line.unit}`) ?? line.unit;
  return (
    <li className={style.row} data-counted={line.counted !== null || undefined}>
      <div className={style.name}>
        {name}
        <div className="soft">
          {[
            line.sku,
            blind ? null : t("stocktake.books", { amount: quantity(line.onHand, line.unit) }),
            line.countedAt === null
              ? null
              : t("stocktake.countedBy", { who: line.countedByName ?? "", when: relative(line.countedAt) }),
          ]
            .filter((part) => part !== null)
            .join(" · ")}
        </div>
        {line.batches.map((batch) => (
          <div key={batch.number} className="soft">
            {[
              t("batch.title", batch),
              batch.bestBefore === null ? null : date(batch.bestBefore),
              quantity(batch.counted, line.unit),
              blind && open ? null : t("stocktake.books", { amount: quantity(batch.onHand, line.unit) }),
            ]
              .filter((part) => part !== null)
              .join(" · ")}
          </div>
        ))}
      </div>
      {open ? (
        <form
          ref={form}
          className={style.entry}
          onSubmit={(event) => {
            event.preventDefault();
            if (inBatches !== undefined) void write(typed, false);
            else if (further === undefined) writeTyped();
            else void write(further, true);
          }}
        >
          {further === undefined ? (
            <NumberField
              aria-label={t("stocktake.countOf", { name })}
              size="md"
              value={typed}
              onChange={setTyped}
              onBlur={inBatches === undefined ? writeTyped : undefined}
              disabled={inBatches !== undefined}
              rightSection={<span className="soft">{unit}</span>}
              error={count.refusal?.message}
            />
          ) : (
            <NumberField
              aria-label={t("stocktake.furtherOf", { name })}
              size="md"
              value={further}
              onChange={setFurther}
              leftSection={<span className="soft">+</span>}
              rightSection={<span className="soft">{unit}</span>}
              error={count.refusal?.message}
            />
          )}
          {inBatches !== undefined && (
            <>
              <Button type="submit" size="md" loading={count.pending} disabled={typed === ""}>
                {t("action.save")}
              </Button>
              <Button
                variant="subtle"
                color="gray"
                size="md"
                onClick={() => {
                  setInBatches(undefined);
                  setTyped(saved);
                }}
              >
                {t("action.cancel")}
              </Button>
            </>
          )}
          {canAdd && (
            <Button variant="default" size="md" onClick={() => setFurther("")}>
              {t("stocktake.further")}
            </Button>
          )}
          {line.counted !== null && further === undefined && inBatches === undefined && (
            <Button
              variant="subtle"
              color="gray"
              size="md"
              loading={uncount.pending}
              onClick={() => {
                setTyped("");
                setSaved("");
                void uncount.run({ stocktakeId, variantId: line.variantId });
              }}
            >
              {t("stocktake.strikeOut")}
            </Button>
          )}
          {further !== undefined && (
            <>
              <Button type="submit" size="md" loading={count.pending} disabled={further === ""}>
                {t("action.add")}
              </Button>
              <Button variant="subtle" color="gray" size="md" onClick={() => setFurther(undefined)}>
                {t("action.cancel")}
              </Button>
            </>
          )}
          {further === undefined && (
            <div className={style.batches}>
              <CountBatches
                place={place}
                unit={line.unit}
                blind={blind}
                value={inBatches}
                onChange={(next, all) => {
                  setInBatches(
                    next === undefined || inBatches !== undefined ? next : countedSoFar(line, place),
                  );
                  setTyped(inBatches === undefined ? typed : all);
                }}
                refusal={count.refusal}
                path="batches"
              />
            </div>
          )}
        </form>
      ) : (
        <span className={style.figure}>
          {line.counted === null ? t("stocktake.notCounted") : quantity(line.counted, line.unit)}
        </span>
      )}
      <span className={style.difference} data-off={isOff(line) || undefined}>
        {blind && open ? "" : differenceOf(line)}
      </span>
    </li>
  );

  function differenceOf({ difference, value }: Line): string {
    if (difference === null) return "";
    if (!isOff(line)) return t("stock.asBooked");
    const sign = difference.startsWith("-") ? "" : "+";
    const worth = value === null ? "" : ` · ${money(value)}`;
    return `${sign}${quantity(difference, line.unit)}${worth}`;
  }
}

const isOff = (line: Line): boolean => line.difference !== null && !/^-?0(\.0*)?$/.test(line.difference);

/** The fields as they were left: what lies there still by its number, the others below. */
function countedSoFar(line: Line, place: Place | undefined): CountedBatches {
  const { batches } = line;
  if (batches.length === 0) return nothingCounted;
  const lying = new Set(place?.batches.map((batch) => batch.number));
  const named = new Set(batches.map((batch) => batch.number));
  const others = place?.batches.filter((batch) => !named.has(batch.number)) ?? [];
  const inBatches = [...batches.map((batch) => batch.counted), ...others.map((batch) => batch.quantity)];
  const without = decimal(line.counted ?? "0").minus(sum(inBatches.map((amount) => decimal(amount))));
  return {
    known: Object.fromEntries(
      batches.filter(({ number }) => lying.has(number)).map(({ number, counted }) => [number, counted]),
    ),
    without: without.gt(0) ? text(without) : "",
    others: batches
      .filter(({ number }) => !lying.has(number))
      .map(({ number, bestBefore, counted }) => ({
        ...noBatch,
        number,
        bestBefore: bestBefore ?? "",
        counted,
      })),
  };
}
