import { Button } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useCommand } from "#web/shared/queries.ts";
import { nameOfVariant } from "../../pickers/variant-picker.tsx";
import { useTexts } from "../texts.ts";
import { useFocus } from "./use-focus.ts";
import style from "./stocktakes.module.css";

type Line = OutputOf<"showStocktake">["rows"][number];
type Props = {
  readonly stocktakeId: string;
  readonly line: Line;
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
export function CountRow({ stocktakeId, line, open, blind, sought, onCounted }: Props) {
  const { t, quantity, lookUp, money, relative } = useTexts();
  const count = useCommand("countInStocktake");
  const uncount = useCommand("uncountInStocktake");
  const [typed, setTyped] = useState(line.counted ?? "");
  const [saved, setSaved] = useState(line.counted ?? "");
  const [further, setFurther] = useState<string>();
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
      { stocktakeId, variantId: line.variantId, counted, add },
      { inPlace: true },
    );
    if (!answer.ok) return;
    setSaved(answer.value.counted);
    setTyped(answer.value.counted);
    setFurther(undefined);
    onCounted();
  };
  const writeTyped = (): void => {
    if (typed !== saved) void write(typed, false);
  };
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
      </div>
      {open ? (
        <form
          ref={form}
          className={style.entry}
          onSubmit={(event) => {
            event.preventDefault();
            if (further === undefined) writeTyped();
            else void write(further, true);
          }}
        >
          {further === undefined ? (
            <NumberField
              aria-label={t("stocktake.countOf", { name })}
              size="md"
              value={typed}
              onChange={setTyped}
              onBlur={writeTyped}
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
          {line.counted !== null && further === undefined && (
            <Button variant="default" size="md" onClick={() => setFurther("")}>
              {t("stocktake.further")}
            </Button>
          )}
          {line.counted !== null && further === undefined && (
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
