import { Button, Checkbox, Select } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useSession } from "#web/shared/session.ts";
import { nameOfVariant } from "../../pickers/variant-picker.tsx";
import { useTexts } from "../../stock/texts.ts";
import { inPacks } from "../packs.ts";
import { SupplierDialog } from "../suppliers/supplier-dialog.tsx";
import { type Choice, type Chosen, type Group, sumOf, totalOf } from "./proposal-draft.ts";
import style from "./proposals.module.css";

type Supplier = OutputOf<"listSuppliers">["rows"][number];
type Common = {
  readonly suppliers: readonly Supplier[];
  readonly workspace: string;
  readonly mayPropose: boolean;
  readonly onChoose: (keys: readonly string[], choice: Choice) => void;
};

/** What one supplier would bring. */
export function ProposalGroup({ group, ...common }: Common & { readonly group: Group }) {
  const { t, money } = useTexts();
  const { can } = useSession();
  const { suppliers, mayPropose, onChoose } = common;
  const { supplierId, rows } = group;
  const offer = rows.find((one) => one.offer !== null)?.offer ?? null;
  const known = suppliers.find((one) => one.id === supplierId);
  const name = known?.name ?? offer?.supplierName ?? t("proposals.noSupplier");
  const leadDays = known?.leadDays ?? offer?.leadDays ?? null;
  const ticked = rows.filter((one) => one.ticked).length;
  const total = totalOf(rows);
  return (
    <section className={`plate ${style.group}`} aria-label={name}>
      <header className={style.head}>
        {mayPropose && (
          <Checkbox
            aria-label={t("proposals.tickAll", { supplier: name })}
            checked={ticked === rows.length}
            indeterminate={ticked > 0 && ticked < rows.length}
            onChange={(event) =>
              onChoose(
                rows.map((one) => one.key),
                { ticked: event.currentTarget.checked },
              )
            }
          />
        )}
        <h2 className={style.supplier}>{name}</h2>
        {supplierId === null && <span className="soft">{t("proposals.noSupplierText")}</span>}
        {supplierId === null && mayPropose && can("purchase.write") && (
          <NewSupplier
            onAdded={(added) =>
              onChoose(
                rows.filter((one) => one.ticked).map((one) => one.key),
                { supplierId: added },
              )
            }
          />
        )}
        {leadDays !== null && <span className="soft">{t("proposals.leadDays", { days: leadDays })}</span>}
        {can("item.cost") && ticked > 0 && supplierId !== null && (
          <strong className={style.sum}>{total === null ? t("purchases.unknownTotal") : money(total)}</strong>
        )}
      </header>
      <ul className={style.rows}>
        {rows.map((one) => (
          <ProposalRow key={one.key} chosen={one} {...common} />
        ))}
      </ul>
    </section>
  );
}

/** Whom to buy from may not be known here yet: whoever is added is chosen for what is ticked, and offered for the rest. */
function NewSupplier({ onAdded }: { readonly onAdded: (supplierId: string) => void }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" size="compact-sm" className={style.aside ?? ""} onClick={() => setOpen(true)}>
        {t("suppliers.new")}
      </Button>
      {open && (
        <SupplierDialog
          supplier={null}
          onClose={() => setOpen(false)}
          onSaved={(supplierId) => {
            setOpen(false);
            onAdded(supplierId);
          }}
        />
      )}
    </>
  );
}

function ProposalRow({ chosen, ...common }: Common & { readonly chosen: Chosen }) {
  const texts = useTexts();
  const { t, money, unitPrice, lookUp } = texts;
  const { suppliers, workspace, mayPropose, onChoose } = common;
  const { key, row, ticked, supplierId, offer, quantity: amount } = chosen;
  const name = nameOfVariant(row.itemName, row.variantName);
  const rowSum = sumOf(chosen);
  const packs = inPacks(amount, offer?.pack ?? null, row.unit, texts);
  const offering = row.offers.map((one) => ({
    value: one.supplierId,
    label:
      one.price === null
        ? one.supplierName
        : t("proposals.offer", { supplier: one.supplierName, price: unitPrice(one.price) }),
  }));
  const others = suppliers
    .filter((one) => !row.offers.some((offered) => offered.supplierId === one.id))
    .map((one) => ({ value: one.id, label: one.name }));
  return (
    <li className={style.row} data-ticked={ticked || undefined}>
      {mayPropose && (
        <Checkbox
          className={style.tick ?? ""}
          aria-label={t("proposals.tick", { name })}
          checked={ticked}
          onChange={(event) => onChoose([key], { ticked: event.currentTarget.checked })}
        />
      )}
      <div className={style.what}>
        <strong>{name}</strong>
        {row.sku !== null && <span className="soft"> {row.sku}</span>}
        <div className="soft">{row.warehouseName}</div>
        <Reasons row={row} workspace={workspace} />
      </div>
      <div className={style.choice}>
        <Select
          aria-label={t("proposals.supplierOf", { name })}
          placeholder={t("purchases.supplier")}
          disabled={!mayPropose}
          searchable
          nothingFoundMessage={t(suppliers.length === 0 ? "proposals.noSuppliers" : "proposals.nobodyFound")}
          allowDeselect={false}
          data={[
            ...(offering.length > 0 ? [{ group: t("proposals.offers"), items: offering }] : []),
            ...(others.length > 0 ? [{ group: t("proposals.others"), items: others }] : []),
          ]}
          value={supplierId}
          onChange={(next) => next !== null && onChoose([key], { supplierId: next, ticked: true })}
        />
      </div>
      <div className={style.amount}>
        <NumberField
          aria-label={t("proposals.quantityOf", { name })}
          disabled={!mayPropose}
          value={amount}
          onChange={(next) => onChoose([key], { quantity: next })}
          rightSectionWidth={44}
          rightSection={<span className="soft">{lookUp(`unit.${row.unit}`) ?? row.unit}</span>}
        />
        {packs !== null && <div className={style.packs}>{packs}</div>}
      </div>
      <div className={style.rowSum}>{rowSum === null ? "" : money(rowSum)}</div>
    </li>
  );
}

/** Which orders wait and since when; how far below its minimum it is; what is expected already. */
function Reasons({ row, workspace }: { readonly row: Chosen["row"]; readonly workspace: string }) {
  const { t, quantity, date } = useTexts();
  const { can } = useSession();
  const short = row.waitingCount > 0;
  return (
    <ul className={style.reasons}>
      {short && (
        <li className={style.short}>
          {t("proposals.orders", { count: row.waitingCount, amount: quantity(row.short, row.unit) })}
          {": "}
          {row.waiting.slice(0, 3).map((one, place) => (
            <span key={one.orderId}>
              {place > 0 && ", "}
              {can("order.read") ? (
                <Link to="/w/$workspace/orders/$orderId" params={{ workspace, orderId: one.orderId }}>
                  {t("board.number", { number: one.number })}
                </Link>
              ) : (
                t("board.number", { number: one.number })
              )}{" "}
              <span className="soft">
                {t("proposals.since", { date: date(one.since.slice(0, 10)) })}
                {one.dueDate !== null && `, ${t("proposals.due", { date: date(one.dueDate) })}`}
              </span>
            </span>
          ))}
          {row.waitingCount > 3 && " …"}
        </li>
      )}
      {row.asked !== "0" && (
        <li className={style.short}>{t("proposals.asking", { amount: quantity(row.asked, row.unit) })}</li>
      )}
      {row.minimum !== "0" && (
        <li>
          {t("proposals.minimum", {
            minimum: quantity(row.minimum, row.unit),
            free: quantity(row.free, row.unit),
          })}
          {row.fillUpTo !== null &&
            `, ${t("proposals.fillUp", { amount: quantity(row.fillUpTo, row.unit) })}`}
        </li>
      )}
      {row.expected !== "0" && (
        <li>{t("proposals.expected", { amount: quantity(row.expected, row.unit) })}</li>
      )}
    </ul>
  );
}
