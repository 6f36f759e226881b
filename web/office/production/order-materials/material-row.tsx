import { Button } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useId, useState } from "react";
import { decimal } from "#kernel/decimal.ts";
import type { Unit } from "#kernel/unit.ts";
import type { OutputOf } from "#modules/routes.ts";
import { useSession } from "#web/shared/session.ts";
import { Mark } from "../mark.tsx";
import { nameOfMaterial } from "../material-name.ts";
import type { Order } from "../order-types.ts";
import { PickMaterial } from "../pick-material.tsx";
import { roundAmount } from "../round-amount.ts";
import { useTexts } from "../texts.ts";
import { ShortagePanel } from "./shortage-panel.tsx";
import { useRelease } from "./use-reservation.ts";
import cardStyle from "../order-card.module.css";
import style from "./order-materials.module.css";

export type MaterialOfOrder = OutputOf<"showOrderMaterials">["rows"][number];

/** One norm; what it is short of opens below it, with where it could come from. */
export function MaterialRow({ order, row }: { readonly order: Order; readonly row: MaterialOfOrder }) {
  const { t, quantity } = useTexts();
  const { can } = useSession();
  const [open, setOpen] = useState(false);
  const panelId = useId();
  const short = decimal(row.shortage).gt(0);
  const opens = short && row.variantId !== null;
  return (
    <>
      <tr>
        <td>
          {nameOfMaterial(row)}
          <div className="soft">
            {row.stageName}, {row.warehouseName}
          </div>
          {(row.awaitingSelection || row.overconsumption || short) && (
            <div className={cardStyle.flags}>
              {row.awaitingSelection && <Mark tone="waiting">{t("order.awaitsSelection")}</Mark>}
              {row.overconsumption && <Mark tone="waiting">{t("order.overconsumption")}</Mark>}
              {short && (
                <Mark tone="alarm">
                  {t("order.shortage", { amount: quantity(roundAmount(row.shortage), row.unit) })}
                </Mark>
              )}
              {row.byHand && <Mark>{t("order.letGo")}</Mark>}
            </div>
          )}
          <PickMaterial order={order} row={row} />
          <div className={style.acts}>
            {opens && (
              <Button
                size="compact-sm"
                variant="subtle"
                aria-expanded={open}
                aria-controls={panelId}
                leftSection={
                  open ? (
                    <IconChevronDown size={14} aria-hidden />
                  ) : (
                    <IconChevronRight size={14} aria-hidden />
                  )
                }
                onClick={() => setOpen(!open)}
              >
                {t("order.whereFrom")}
              </Button>
            )}
            {can("reservation.move") && decimal(row.reserved).gt(0) && <Release order={order} row={row} />}
          </div>
        </td>
        <Amount label={t("order.norm")} value={row.norm} unit={row.unit} />
        <Amount label={t("order.reservedAmount")} value={row.reserved} unit={row.unit} />
        <Amount label={t("order.consumed")} value={row.consumed} unit={row.unit} />
        <Amount label={t("order.remainder")} value={row.remainder} unit={row.unit} />
        <Amount label={t("order.free")} value={row.free} unit={row.unit} />
      </tr>
      {opens && open && (
        <tr>
          <td colSpan={6} id={panelId} className={style.panelCell}>
            <ShortagePanel order={order} row={row} />
          </td>
        </tr>
      )}
    </>
  );
}

function Release({ order, row }: { readonly order: Order; readonly row: MaterialOfOrder }) {
  const { t } = useTexts();
  const release = useRelease(order.id, row);
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      loading={release.pending}
      aria-label={t("order.releaseOf", { name: nameOfMaterial(row) })}
      onClick={() => void release.run()}
    >
      {t("order.release")}
    </Button>
  );
}

/** Six places on five amounts push the last of them out of sight: thousandths here, all of it under the pointer. */
function Amount(props: { readonly label: string; readonly value: string; readonly unit: Unit }) {
  const { label, value, unit } = props;
  const { quantity } = useTexts();
  const rounded = roundAmount(value);
  return (
    <td
      className="figures"
      data-label={label}
      {...(rounded === value ? {} : { title: quantity(value, unit) })}
    >
      {quantity(rounded, unit)}
    </td>
  );
}
