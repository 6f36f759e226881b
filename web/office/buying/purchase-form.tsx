import { ActionIcon, Button, Select, Textarea } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { decimal, roundMoney, sum, text } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt } from "#web/shared/call.ts";
import { DateField, NumberField } from "#web/shared/field.tsx";
import { notify } from "#web/shared/notices.ts";
import { useCommand, usePages, useRoute } from "#web/shared/queries.ts";
import { nameOfVariant, VariantPicker } from "../pickers/variant-picker.tsx";
import { FormDialog, FormRow } from "../shell/form-dialog.tsx";
import { useTexts } from "../stock/texts.ts";
import { inPacks } from "./packs.ts";
import { SupplierDialog } from "./suppliers/supplier-dialog.tsx";
import { wordOfPack } from "./purchase-words.ts";
import style from "./purchase-form.module.css";

type Purchase = OutputOf<"showPurchase">;
type Pack = NonNullable<Purchase["lines"][number]["pack"]>;
type Line = {
  readonly key: number;
  readonly lineId: string | null;
  readonly variantId: string | null;
  readonly name: string;
  readonly unit: string;
  readonly quantity: string;
  readonly price: string;
  readonly pack: Pack | null;
  /** what there is to choose from */
  readonly packs: readonly Pack[];
  /** of it has come: it can't become something else, nor go */
  readonly come: boolean;
};

let lastKey = 0;
function emptyLine(): Line {
  lastKey += 1;
  return {
    key: lastKey,
    lineId: null,
    variantId: null,
    name: "",
    unit: "",
    quantity: "",
    price: "",
    pack: null,
    packs: [],
    come: false,
  };
}
const lineOf = (line: Purchase["lines"][number]): Line => ({
  ...emptyLine(),
  lineId: line.id,
  variantId: line.variantId,
  name: nameOfVariant(line.itemName, line.variantName),
  unit: line.unit,
  quantity: line.quantity,
  price: line.price ?? "",
  pack: line.pack,
  packs: line.pack === null ? [] : [line.pack],
  come: line.received !== "0",
});
const isBegun = (line: Line): boolean => line.variantId !== null || line.quantity !== "" || line.price !== "";
const sumOf = (line: Line) =>
  line.quantity === "" || line.price === "" ? null : roundMoney(decimal(line.quantity).times(line.price));

type Props = {
  /** null: a new one by hand */
  readonly purchase: Purchase | null;
  readonly onClose: () => void;
  readonly onSaved: (purchaseId: string) => void;
};

/** A purchase order with its lines. Of one that was sent, supplier and warehouse stay. */
export function PurchaseFormDialog({ purchase, onClose, onSaved }: Props) {
  const texts = useTexts();
  const { t, money } = texts;
  const add = useCommand("addPurchase");
  const change = useCommand("changePurchase");
  const act = purchase === null ? add : change;
  const [supplierId, setSupplierId] = useState<string | null>(purchase?.supplierId ?? null);
  const [warehouse, setWarehouse] = useState<string | null>(purchase?.warehouseId ?? null);
  const [expectedDate, setExpectedDate] = useState(purchase?.expectedDate ?? "");
  const [notes, setNotes] = useState(purchase?.notes ?? "");
  const [lines, setLines] = useState<readonly Line[]>(() =>
    purchase === null || purchase.lines.length === 0 ? [emptyLine()] : purchase.lines.map(lineOf),
  );
  // In the form's place, not over it: what was filled in stays as it is.
  const [addsSupplier, setAddsSupplier] = useState(false);
  const suppliers = usePages<"listSuppliers">("listSuppliers", { limit: 200 }).rows ?? [];
  const warehouses = useRoute("listWarehouses", {}).data?.rows.filter((one) => !one.archived) ?? [];
  const offers =
    usePages<"listSupplierPrices">(
      "listSupplierPrices",
      { supplierId: supplierId ?? "", limit: 200 },
      { enabled: supplierId !== null },
    ).rows ?? [];
  const warehouseId = warehouse ?? (warehouses.length === 1 ? (warehouses[0]?.id ?? null) : null);
  const sent = purchase !== null && purchase.state !== "draft";
  const given = lines.filter(isBegun);
  const complete = given.every(
    (line) => line.variantId !== null && line.quantity !== "" && decimal(line.quantity).gt(0),
  );
  const setLine = (key: number, part: Partial<Line>): void =>
    setLines((all) => all.map((line) => (line.key === key ? { ...line, ...part } : line)));
  const suppliersToPick = suppliers.map((one) => ({ value: one.id, label: one.name }));
  if (purchase !== null && !suppliers.some((one) => one.id === purchase.supplierId))
    suppliersToPick.unshift({ value: purchase.supplierId, label: purchase.supplierName });

  const submit = async (): Promise<void> => {
    if (supplierId === null || warehouseId === null) return;
    const head = { expectedDate: expectedDate === "" ? null : expectedDate, notes };
    const sentLines = given.flatMap(({ lineId, variantId, quantity, price, pack }) =>
      variantId === null ? [] : [{ lineId, variantId, quantity, price: price === "" ? null : price, pack }],
    );
    if (purchase === null) {
      const answer = await add.run(
        { ...head, supplierId, warehouseId, lines: sentLines.map(({ lineId: _, ...line }) => line) },
        { inPlace: true },
      );
      if (!answer.ok) return;
      notify({ tone: "done", text: t("purchases.added", { number: answer.value.number }) });
      onSaved(answer.value.purchaseId);
      return;
    }
    const answer = await change.run(
      {
        purchaseId: purchase.id,
        version: purchase.version,
        ...head,
        ...(sent ? {} : { supplierId, warehouseId }),
        lines: sentLines,
      },
      { inPlace: true },
    );
    if (!answer.ok) return;
    notify({ tone: "done", text: t("purchases.saved") });
    onSaved(purchase.id);
  };
  if (addsSupplier) {
    return (
      <SupplierDialog
        supplier={null}
        onClose={() => setAddsSupplier(false)}
        onSaved={(added) => {
          setSupplierId(added);
          setAddsSupplier(false);
        }}
      />
    );
  }
  const total = sum(lines.flatMap((line) => sumOf(line) ?? []));
  return (
    <FormDialog
      wide
      title={purchase === null ? t("purchases.new") : t("purchases.editTitle", { number: purchase.number })}
      onClose={onClose}
      onSubmit={() => void submit()}
      {...(purchase === null ? { submitLabel: t("action.add") } : {})}
      pending={act.pending}
      refusal={act.refusal}
      disabled={supplierId === null || warehouseId === null || !complete}
    >
      <FormRow>
        <Select
          label={t("purchases.supplier")}
          required
          searchable
          allowDeselect={false}
          disabled={sent}
          data={suppliersToPick}
          value={supplierId}
          onChange={setSupplierId}
          error={faultAt(act.refusal, "supplierId")}
        />
        <Select
          label={t("purchases.warehouse")}
          required
          allowDeselect={false}
          disabled={sent}
          data={warehouses.map((one) => ({ value: one.id, label: one.name }))}
          value={warehouseId}
          onChange={setWarehouse}
          error={faultAt(act.refusal, "warehouseId")}
        />
        <DateField
          label={t("purchases.expected")}
          value={expectedDate}
          onChange={setExpectedDate}
          error={faultAt(act.refusal, "expectedDate")}
        />
      </FormRow>
      {!sent && (
        <Button
          variant="subtle"
          size="compact-sm"
          className={style.aside ?? ""}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setAddsSupplier(true)}
        >
          {t("suppliers.new")}
        </Button>
      )}
      <ol className={style.lines}>
        {lines.map((line, index) => (
          <FormLine
            key={line.key}
            line={line}
            number={index + 1}
            path={`lines.${given.indexOf(line)}`}
            refusal={act.refusal}
            onChange={(part) => setLine(line.key, part)}
            onPick={(picked) => {
              const offer = offers.find((one) => one.variantId === picked.id);
              const packs = picked.item.packs
                .filter((pack) => !pack.archived)
                .map(({ name, contains }) => ({ name, contains }));
              const all = [...packs, ...(offer?.pack === null || offer === undefined ? [] : [offer.pack])];
              setLine(line.key, {
                variantId: picked.id,
                name: nameOfVariant(picked.item.name, picked.name),
                unit: picked.item.unit,
                price: offer?.price ?? "",
                pack: offer?.pack ?? null,
                packs: all.filter((one, at) => all.findIndex((other) => samePack(one, other)) === at),
              });
            }}
            onRemove={
              line.come || lines.length === 1
                ? undefined
                : () => setLines((all) => all.filter((one) => one.key !== line.key))
            }
          />
        ))}
      </ol>
      <div className={style.foot}>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setLines((all) => [...all, emptyLine()])}
        >
          {t("purchases.addLine")}
        </Button>
        <strong className="figures">
          {t("purchases.total")} {money(text(total))}
        </strong>
      </div>
      <Textarea
        label={t("purchases.notes")}
        autosize
        minRows={1}
        maxRows={6}
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
        error={faultAt(act.refusal, "notes")}
      />
    </FormDialog>
  );
}

const samePack = (a: Pack, b: Pack): boolean => a.name === b.name && decimal(a.contains).eq(b.contains);

type LineProps = {
  readonly line: Line;
  readonly number: number;
  readonly path: string;
  readonly refusal: ReturnType<typeof useCommand<"addPurchase">>["refusal"];
  readonly onChange: (part: Partial<Line>) => void;
  readonly onPick: (
    picked: NonNullable<Parameters<Parameters<typeof VariantPicker>[0]["onChange"]>[0]>,
  ) => void;
  readonly onRemove: (() => void) | undefined;
};

function FormLine({ line, number, path, refusal, onChange, onPick, onRemove }: LineProps) {
  const texts = useTexts();
  const { t, money, lookUp } = texts;
  const unit = line.unit === "" ? "" : (lookUp(`unit.${line.unit}`) ?? line.unit);
  const lineSum = sumOf(line);
  const packs = inPacks(line.quantity, line.pack, line.unit, texts);
  return (
    <li className={style.line}>
      <div className={style.what}>
        <VariantPicker
          label={t("purchases.line", { number })}
          placeholder={t("dealLine.variantHint")}
          disabled={line.come}
          value={line.variantId}
          {...(line.name === "" ? {} : { chosenName: line.name })}
          onChange={(picked) => picked !== null && onPick(picked)}
          error={faultAt(refusal, `${path}.variantId`) ?? faultAt(refusal, `${path}.lineId`)}
        />
      </div>
      <NumberField
        label={t("purchases.ordered")}
        value={line.quantity}
        rightSection={<span className="soft">{unit}</span>}
        description={packs ?? undefined}
        inputWrapperOrder={["label", "input", "description", "error"]}
        onChange={(quantity) => onChange({ quantity })}
        error={faultAt(refusal, `${path}.quantity`)}
      />
      <Select
        label={t("purchases.pack")}
        disabled={line.packs.length === 0}
        allowDeselect={false}
        data={[
          { value: "", label: t("purchases.noPack") },
          ...line.packs.map((pack, at) => ({ value: String(at), label: wordOfPack(pack, line.unit, texts) })),
        ]}
        value={String(line.packs.findIndex((one) => line.pack !== null && samePack(one, line.pack))).replace(
          "-1",
          "",
        )}
        onChange={(at) =>
          onChange({ pack: at === null || at === "" ? null : (line.packs[Number(at)] ?? null) })
        }
      />
      <NumberField
        label={t("purchases.price")}
        places={4}
        value={line.price}
        onChange={(price) => onChange({ price })}
        error={faultAt(refusal, `${path}.price`)}
      />
      <div className={style.sum}>
        <span className="soft">{t("purchases.sum")}</span>
        <span>{lineSum === null ? "–" : money(text(lineSum))}</span>
      </div>
      <ActionIcon
        aria-label={t("purchases.removeLine", { number })}
        disabled={onRemove === undefined}
        onClick={onRemove}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </li>
  );
}
