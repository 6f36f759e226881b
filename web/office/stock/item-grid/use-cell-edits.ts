import { useState } from "react";
import { readDecimal } from "#web/shared/decimal-text.ts";
import { useCommand } from "#web/shared/queries.ts";
import { useTexts } from "../texts.ts";
import { type GridField, type GridRow, isPrice, valueOf } from "./grid-columns.ts";

/** What was typed and is not yet what the list says: under way, or refused with the reason. */
export type CellEdit = { readonly typed: string; readonly problem: string | null };

const keyOf = ({ variant }: GridRow, field: GridField): string => `${variant.id} ${field}`;

/**
 * Saves cells by the ordinary commands. What was typed is shown at once, and stays when it is refused, with the
 * reason; `shown` is what the list says now: once that has come, the typed value has served.
 */
export function useCellEdits(shown: readonly unknown[] | undefined) {
  const { t, refusal } = useTexts();
  const changeItem = useCommand("changeItem").run;
  const changeVariant = useCommand("changeVariant").run;
  const setListPrice = useCommand("setListPrice").run;
  const [edits, setEdits] = useState<ReadonlyMap<string, CellEdit & { readonly saved: boolean }>>(new Map());
  const [seen, setSeen] = useState(shown);
  if (shown !== seen) {
    setSeen(shown);
    if ([...edits.values()].some(({ saved }) => saved)) {
      setEdits(new Map([...edits].filter(([, { saved }]) => !saved)));
    }
  }
  const note = (key: string, edit: (CellEdit & { readonly saved: boolean }) | null): void =>
    setEdits((all) => {
      const next = new Map(all);
      if (edit === null) next.delete(key);
      else next.set(key, edit);
      return next;
    });

  /** The value to send, or what is wrong with it. */
  function read(field: GridField, typed: string): { value: string | null } | { problem: string } {
    const text = typed.trim();
    if (isPrice(field)) {
      if (text === "")
        return field === "salePrice" ? { value: null } : { problem: t("grid.pricedNotCleared") };
      const value = readDecimal(text, 4);
      return value === null || value.startsWith("-") ? { problem: t("grid.notANumber") } : { value };
    }
    if (field === "name" && text === "") return { problem: t("grid.nameNeeded") };
    return { value: text === "" ? null : text };
  }

  async function send({ item, variant }: GridRow, field: GridField, value: string | null) {
    const inPlace = { inPlace: true };
    const variantId = variant.id;
    if (field === "listPrice") return setListPrice({ variantId, price: value ?? "0" }, inPlace);
    if (field === "salePrice" || field === "sku" || field === "barcode") {
      return changeVariant({ variantId, [field]: value }, inPlace);
    }
    if (field === "variant") return changeVariant({ variantId, name: value ?? item.name }, inPlace);
    const name = value ?? item.name;
    const renamed = await changeItem({ itemId: item.id, name }, inPlace);
    // A variant that is named like its item stands for it.
    if (renamed.ok && variant.name === item.name) return changeVariant({ variantId, name }, inPlace);
    return renamed;
  }

  return {
    of: (row: GridRow, field: GridField): CellEdit | undefined => edits.get(keyOf(row, field)),
    takeBack: (row: GridRow, field: GridField): void => note(keyOf(row, field), null),
    async save(row: GridRow, field: GridField, typed: string): Promise<void> {
      const key = keyOf(row, field);
      const wish = read(field, typed);
      if ("problem" in wish) return note(key, { typed, problem: wish.problem, saved: false });
      if ((wish.value ?? "") === valueOf(row, field)) return note(key, null);
      note(key, { typed, problem: null, saved: false });
      const answer = await send(row, field, wish.value);
      if (answer.ok) note(key, { typed, problem: null, saved: true });
      else {
        const [fault] = answer.refusal.fields ?? [];
        note(key, { typed, problem: fault?.message ?? refusal(answer.refusal), saved: false });
      }
    },
  };
}
