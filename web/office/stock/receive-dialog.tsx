import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { decimal, sum, text } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { type PickedVariant, VariantPicker } from "../pickers/variant-picker.tsx";
import { FormDialog, FormRow } from "../shell/form-dialog.tsx";
import { BatchFields, noBatch, sentBatch, type TypedBatch } from "./batches/batch-fields.tsx";
import { type PackOfLine, packChoices, sentAmounts, sumOf } from "./receive-in-packs.ts";
import style from "./stock.module.css";
import { useTexts } from "./texts.ts";

export type Warehouse = OutputOf<"listWarehouses">["rows"][number];
type Line = {
  readonly key: number;
  readonly variantId: string | null;
  readonly unit: string | null;
  readonly quantity: string;
  readonly price: string;
  readonly apart: "no" | "may" | "must";
  readonly batch: TypedBatch;
  /** what the item is bought in; of the chosen one, quantity and price are those of packs */
  readonly packs: readonly PackOfLine[];
  readonly pack: PackOfLine | null;
};

/** What spoils may have a batch, what is told apart must. */
function apartOf(item: PickedVariant["item"]): Line["apart"] {
  if (item.traced) return "must";
  return item.shelfLifeDays === null ? "no" : "may";
}

let lastKey = 0;
function emptyLine(): Line {
  lastKey += 1;
  return {
    key: lastKey,
    variantId: null,
    unit: null,
    quantity: "",
    price: "",
    apart: "no",
    batch: noBatch,
    packs: [],
    pack: null,
  };
}
const isBegun = (line: Line): boolean => line.variantId !== null || line.quantity !== "" || line.price !== "";

/** A delivery: several lines, the sum running along. */
export function ReceiveDialog(props: {
  readonly warehouses: readonly Warehouse[];
  /** Where the list stands: that is where one would receive. */
  readonly warehouseId: string | undefined;
  readonly onClose: () => void;
}) {
  const { warehouses, onClose } = props;
  const { t, money, lookUp, quantity, unitPrice } = useTexts();
  const receive = useCommand("receiveStock");
  const [warehouseId, setWarehouseId] = useState<string | null>(props.warehouseId ?? null);
  const [note, setNote] = useState("");
  const [lines, setLines] = useState<readonly Line[]>(() => [emptyLine()]);
  // Of several warehouses none is guessed: goods in the wrong one are tedious to find.
  const into = warehouseId ?? (warehouses.length === 1 ? (warehouses[0]?.id ?? null) : null);
  const change = (key: number, part: Partial<Line>): void =>
    setLines((all) => all.map((line) => (line.key === key ? { ...line, ...part } : line)));
  // A line that was left empty is no line.
  const sent = lines.filter(isBegun);
  const complete = sent.every(
    (line) =>
      line.variantId !== null &&
      line.price !== "" &&
      line.quantity !== "" &&
      decimal(line.quantity).gt(0) &&
      (line.apart !== "must" || line.batch.number.trim() !== ""),
  );
  const total = sum(lines.flatMap((line) => sumOf(line) ?? []));

  const submit = async (): Promise<void> => {
    if (into === null) return;
    const answer = await receive.run(
      {
        warehouseId: into,
        note,
        lines: sent.flatMap((line) => {
          const { variantId, apart, batch } = line;
          if (variantId === null) return [];
          return [{ variantId, ...sentAmounts(line), ...(apart === "no" ? {} : sentBatch(batch)) }];
        }),
      },
      { inPlace: true },
    );
    if (!answer.ok) return;
    notify({ tone: "done", text: t("stock.received", { count: sent.length }) });
    onClose();
  };
  return (
    <FormDialog
      wide
      title={t("stock.receive")}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("stock.receive")}
      pending={receive.pending}
      refusal={receive.refusal}
      disabled={into === null || sent.length === 0 || !complete}
    >
      <FormRow>
        <Select
          label={t("stock.intoWarehouse")}
          required
          allowDeselect={false}
          data={warehouses.map((warehouse) => ({ value: warehouse.id, label: warehouse.name }))}
          value={into}
          onChange={setWarehouseId}
          error={faultAt(receive.refusal, "warehouseId")}
        />
        <TextInput
          label={t("stock.note")}
          placeholder={t("stock.noteHint")}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          error={faultAt(receive.refusal, "note")}
        />
      </FormRow>
      <ol className={style.lines}>
        {lines.map((line, index) => {
          const path = `lines.${sent.indexOf(line)}`;
          const unit = line.unit === null ? "" : (lookUp(`unit.${line.unit}`) ?? line.unit);
          const lineSum = sumOf(line);
          return (
            <li key={line.key} className={style.line}>
              <VariantPicker
                label={t("stock.lineWhat", { number: index + 1 })}
                placeholder={t("dealLine.variantHint")}
                {...(index === 0 ? { "data-autofocus": true } : {})}
                value={line.variantId}
                onChange={(picked) =>
                  picked !== null &&
                  change(line.key, {
                    variantId: picked.id,
                    unit: picked.item.unit,
                    apart: apartOf(picked.item),
                    packs: picked.item.packs.filter((pack) => !pack.archived),
                    pack: null,
                    price: line.price === "" ? (picked.listPrice ?? "") : line.price,
                  })
                }
                error={faultAt(receive.refusal, `${path}.variantId`)}
              />
              <NumberField
                label={line.pack === null ? t("stock.quantity") : t("item.packCount")}
                value={line.quantity}
                rightSection={line.pack === null && <span className="soft">{unit}</span>}
                onChange={(typed) => change(line.key, { quantity: typed })}
                error={faultAt(receive.refusal, `${path}.quantity`)}
              />
              <NumberField
                label={line.pack === null ? t("stock.price") : t("item.packEach")}
                places={4}
                value={line.price}
                onChange={(price) => change(line.key, { price })}
                error={faultAt(receive.refusal, `${path}.price`)}
              />
              <div className={style.lineSum}>
                <span className="soft">{t("stock.sum")}</span>
                <span>{lineSum === null ? "–" : money(text(lineSum))}</span>
              </div>
              <ActionIcon
                aria-label={t("stock.removeLine", { number: index + 1 })}
                disabled={lines.length === 1}
                onClick={() => setLines((all) => all.filter((one) => one.key !== line.key))}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
              {line.packs.length > 0 && line.unit !== null && (
                <div className={style.linePack}>
                  <Select
                    label={t("item.packChoice")}
                    allowDeselect={false}
                    data={packChoices(line.packs, unit, (contains) => quantity(contains, line.unit ?? ""))}
                    value={line.pack?.id ?? "unit"}
                    onChange={(id) =>
                      change(line.key, { pack: line.packs.find((pack) => pack.id === id) ?? null, price: "" })
                    }
                  />
                  {line.pack !== null && line.quantity !== "" && line.price !== "" && (
                    <span className="soft">
                      {t("item.packComes", {
                        quantity: quantity(sentAmounts(line).quantity, line.unit),
                        price: unitPrice(sentAmounts(line).price),
                      })}
                    </span>
                  )}
                </div>
              )}
              {line.apart !== "no" && (
                <BatchFields
                  required={line.apart === "must"}
                  value={line.batch}
                  onChange={(batch) => change(line.key, { batch })}
                  numberError={
                    faultAt(receive.refusal, `${path}.batch.number`) ??
                    faultAt(receive.refusal, `${path}.batch`)
                  }
                  dayError={faultAt(receive.refusal, `${path}.batch.bestBefore`)}
                />
              )}
            </li>
          );
        })}
      </ol>
      <div className={style.linesFoot}>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setLines((all) => [...all, emptyLine()])}
        >
          {t("stock.addLine")}
        </Button>
        <strong className="figures">{t("stock.total", { sum: money(text(total)) })}</strong>
      </div>
    </FormDialog>
  );
}
