import { Button } from "@mantine/core";
import { useState } from "react";
import { NumberField } from "#web/shared/field.tsx";
import { useCommand } from "#web/shared/queries.ts";
import type { Unit } from "#kernel/unit.ts";
import { type CountedBatches, CountBatches, nothingCounted, sentCount } from "../batches/count-batches.tsx";
import type { Place } from "./count-row.tsx";
import { useTexts } from "../texts.ts";
import { useFocus } from "./use-focus.ts";
import style from "./stocktakes.module.css";

type Props = {
  readonly stocktakeId: string;
  readonly found: { readonly id: string; readonly name: string; readonly unit: Unit };
  readonly place: Place | undefined;
  readonly onDone: () => void;
};

/** Something that lies here although the books know nothing of it: counted at once, and then a row like the others. */
export function CountFound({ stocktakeId, found, place, onDone }: Props) {
  const { t, lookUp } = useTexts();
  const count = useCommand("countInStocktake");
  const form = useFocus(true);
  const [counted, setCounted] = useState("");
  const [inBatches, setInBatches] = useState<CountedBatches>();
  return (
    <form
      ref={form}
      className={`plate ${style.row}`}
      onSubmit={(event) => {
        event.preventDefault();
        void count
          .run(
            {
              stocktakeId,
              variantId: found.id,
              counted,
              batches: sentCount(inBatches ?? nothingCounted),
            },
            { inPlace: true },
          )
          .then((answer) => answer.ok && onDone());
      }}
    >
      <div className={style.name}>{found.name}</div>
      <div className={style.entry}>
        <NumberField
          aria-label={t("stocktake.countOf", { name: found.name })}
          size="md"
          value={counted}
          onChange={setCounted}
          disabled={inBatches !== undefined}
          rightSection={<span className="soft">{lookUp(`unit.${found.unit}`) ?? found.unit}</span>}
          error={count.refusal?.message}
        />
        <Button type="submit" size="md" loading={count.pending} disabled={counted === ""}>
          {t("action.save")}
        </Button>
        <Button variant="subtle" color="gray" size="md" onClick={onDone}>
          {t("action.cancel")}
        </Button>
        <div className={style.batches}>
          <CountBatches
            place={place}
            unit={found.unit}
            value={inBatches}
            onChange={(next, all) => {
              setInBatches(next);
              setCounted(all);
            }}
            refusal={count.refusal}
            path="batches"
          />
        </div>
      </div>
    </form>
  );
}
