import type { ReactNode } from "react";
import { decimal, text } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { RelativeTime, useMoreTexts } from "#web/shared/texts.tsx";
import { nameOfVariant } from "../../pickers/variant-picker.tsx";
import { loadRefusalTexts } from "../../more-texts.ts";
import { useTexts } from "../texts.ts";
import { lotInWords } from "../lots/lot-words.ts";
import style from "./undo.module.css";

type Preview = OutputOf<"previewUndo">;

/** Exactly what would be taken back, by what it touches, and what stays as it is. */
export function UndoPreview({ preview }: { readonly preview: Preview }) {
  const { t, lookUp, money, quantity, refusal } = useTexts();
  const worded = useMoreTexts(loadRefusalTexts);
  const word = (prefix: string, state: string): string => lookUp(`${prefix}.${state}`) ?? state;
  const change = (from: string, to: string): ReactNode => (
    <>
      {from} <span aria-label={t("undo.becomes")}>→</span> <strong>{to}</strong>
    </>
  );
  if (preview.refusal !== null) {
    const { code, data } = preview.refusal;
    return <p className={style.not}>{worded ? refusal({ code, data, message: "" }) : ""}</p>;
  }
  const parts: readonly (readonly [title: string, rows: readonly ReactNode[]])[] = [
    [
      t("undo.runs"),
      preview.runs
        .filter((run) => run.from !== run.to)
        .map((run) => (
          <>
            {t("order.stageOfLot", { stage: run.stageName, lot: lotInWords(run.lotNumber, { t }) })}:{" "}
            {change(word("runState", run.from), word("runState", run.to))}
          </>
        )),
    ],
    [
      t("undo.lots"),
      preview.lots.map((lot) => {
        if (lot.to === "merged") return t("undo.lotGone", { lot: lotInWords(lot.number, { t }) });
        const units = t("undo.lot", { lot: lotInWords(lot.number, { t }), count: lot.units });
        if (lot.from === lot.to) return units;
        return (
          <>
            {units}: {change(word("lotState", lot.from), word("lotState", lot.to))}
          </>
        );
      }),
    ],
    [
      t("undo.stock"),
      preview.stock.map((row) => {
        const back = decimal(row.quantity).gt(0);
        const amount = quantity(text(decimal(row.quantity).abs()), row.unit);
        const values = {
          amount,
          name: nameOfVariant(row.itemName, row.variantName),
          warehouse: row.warehouseName,
        };
        return back ? t("undo.stockIn", values) : t("undo.stockOut", values);
      }),
    ],
    [
      t("undo.reserved"),
      preview.reserved.map((row) => {
        const again = decimal(row.quantity).gt(0);
        const values = {
          amount: quantity(text(decimal(row.quantity).abs()), row.unit),
          name: nameOfVariant(row.itemName, row.variantName),
          warehouse: row.warehouseName,
        };
        if (row.ofOthers) return t(again ? "undo.reservedForOthers" : "undo.takenFromOthers", values);
        return t(again ? "undo.reservedAgain" : "undo.letGo", values);
      }),
    ],
    [
      t("undo.cost"),
      preview.cost === null || decimal(preview.cost).eq(0)
        ? []
        : [t("undo.costReversed", { sum: money(preview.cost) })],
    ],
    [
      t("undo.order"),
      [
        ...(preview.statusFrom === preview.statusTo
          ? []
          : [change(word("orderStatus", preview.statusFrom), word("orderStatus", preview.statusTo))]),
        ...(preview.dealBackTo === null ? [] : [t("undo.deal", { status: preview.dealBackTo })]),
      ],
    ],
  ];
  return (
    <>
      <p className="soft">
        {preview.byName ?? ""} <RelativeTime when={preview.at} />
      </p>
      {parts.every(([, rows]) => rows.length === 0) && <p className={style.line}>{t("undo.nothing")}</p>}
      <dl className={style.parts}>
        {parts.map(
          ([title, rows]) =>
            rows.length > 0 && (
              <div key={title}>
                <dt>{title}</dt>
                <Rows rows={rows} />
              </div>
            ),
        )}
      </dl>
      {preview.stays.length > 0 && (
        <div className={style.stays}>
          <strong>{t("undo.stays")}</strong>
          <ul>
            {preview.stays.map((what) => (
              <li key={what}>{t(`undo.stays.${what}`)}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

const most = 12;

/** A tap on two hundred units is not two hundred lines to read. */
function Rows({ rows }: { readonly rows: readonly ReactNode[] }) {
  const { t } = useTexts();
  return (
    <>
      {rows.slice(0, most).map((row, index) => (
        <dd key={index}>{row}</dd>
      ))}
      {rows.length > most && <dd className="soft">{t("undo.more", { count: rows.length - most })}</dd>}
    </>
  );
}
