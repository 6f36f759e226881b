import { Button, Checkbox, Select } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useId, useState } from "react";
import type { OutputOf, RequestOf } from "#modules/routes.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { RefusalNotice } from "#web/shared/states.tsx";
import { nameOfVariant } from "../../pickers/variant-picker.tsx";
import { Mark } from "../mark.tsx";
import { useTexts } from "../texts.ts";
import style from "./gather-sheet.module.css";

export type Group = OutputOf<"proposeGathering">["groups"][number];
type BatchMode = NonNullable<RequestOf<"gatherOrders">["batchMode"]>;

const modes = ["whole", "per_unit", "split"] as const satisfies readonly BatchMode[];

/** One proposal: its orders to tick, what they would be together, and the one button. */
export function GatherGroup(props: {
  readonly group: Group;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onMade: (made: { orderId: string; number: number; count: number }) => void;
}) {
  const { group, open, onOpen, onMade } = props;
  const texts = useTexts();
  const { t, quantity, date, duration } = texts;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [batchMode, setBatchMode] = useState<BatchMode>();
  const gather = useCommand("gatherOrders");
  const id = useId();
  const taken = group.orders.filter((order) => !left.has(order.orderId));
  const units = taken.reduce((sum, order) => sum + order.ordered, 0);
  const asked = {
    orderIds: taken.map((order) => order.orderId),
    ...(batchMode === undefined ? {} : { batchMode }),
  };
  const preview = useRoute("previewGathering", asked, {
    enabled: open && taken.length > 1,
    keepPrevious: true,
  });
  const name = nameOfVariant(group.itemName, group.variantName);
  const saved = group.setUpSeconds * Math.max(0, taken.length - 1);

  const tick = (orderId: string): void =>
    setLeft((before) => {
      const after = new Set(before);
      if (!after.delete(orderId)) after.add(orderId);
      return after;
    });
  const run = async (): Promise<void> => {
    const answer = await gather.run(asked, { inPlace: true });
    if (!answer.ok) return;
    onMade({ orderId: answer.value.orderId, number: answer.value.number, count: taken.length });
  };
  const known = taken.length > 1 ? preview.data : undefined;
  return (
    <section className={style.group} aria-label={name}>
      <h3 className={style.groupHead}>
        <button type="button" aria-expanded={open} aria-controls={id} onClick={() => onOpen(!open)}>
          <span className={style.groupName}>
            {open ? <IconChevronDown size={18} aria-hidden /> : <IconChevronRight size={18} aria-hidden />}
            {name}
          </span>
          <span className={style.groupFacts}>
            {t("gather.orders", { count: taken.length })} · {quantity(String(units), group.unit)}
          </span>
          {saved > 0 && <Mark tone="done">{t("gather.saves", { time: duration(saved) })}</Mark>}
        </button>
      </h3>
      {open && (
        <div id={id} className={style.groupBody}>
          <p className="soft">{group.stageNames.join(" → ")}</p>
          <ul className={style.orders} aria-label={t("gather.which")}>
            {group.orders.map((order) => (
              <li key={order.orderId}>
                <Checkbox
                  checked={!left.has(order.orderId)}
                  onChange={() => tick(order.orderId)}
                  label={
                    <span className={style.order}>
                      <strong>{t("board.number", { number: order.number })}</strong>
                      <span>{quantity(String(order.ordered), group.unit)}</span>
                      <span className="soft">
                        {order.dueDate === null
                          ? t("gather.noDue")
                          : t("board.due", { date: date(order.dueDate) })}
                      </span>
                      {order.priority !== "normal" && order.priority !== "low" && (
                        <Mark tone={order.priority === "urgent" ? "alarm" : "waiting"}>
                          {t(`priority.${order.priority}`)}
                        </Mark>
                      )}
                      {order.contactName !== null && <span>{order.contactName}</span>}
                      {order.contactName === null && order.dealTitle !== null && (
                        <span>{order.dealTitle}</span>
                      )}
                      {order.notes !== "" && <span className={style.note}>{order.notes}</span>}
                    </span>
                  }
                />
              </li>
            ))}
          </ul>
          {known !== undefined && (
            <Together preview={known} unit={group.unit} saved={saved} isOld={preview.fetching} />
          )}
          <RefusalNotice refusal={gather.refusal ?? (taken.length > 1 ? preview.refusal : undefined)} />
          <div className={style.act}>
            <Select
              label={t("order.batchMode")}
              size="xs"
              allowDeselect={false}
              value={batchMode ?? known?.batchMode ?? null}
              onChange={(value) => setBatchMode(modes.find((mode) => mode === value))}
              data={modes.map((mode) => ({ value: mode, label: t(`template.batch.${mode}`) }))}
            />
            <Button disabled={taken.length < 2} loading={gather.pending} onClick={() => void run()}>
              {t("gather.run", { count: taken.length })}
            </Button>
          </div>
          {taken.length < 2 && <p className="soft">{t("gather.atLeastTwo")}</p>}
        </div>
      )}
    </section>
  );
}

/** What the ticked orders would be as one. */
function Together(props: {
  readonly preview: OutputOf<"previewGathering">;
  readonly unit: Group["unit"];
  readonly saved: number;
  readonly isOld: boolean;
}) {
  const { preview, unit, saved, isOld } = props;
  const { t, quantity, date, dateTime, money, duration } = useTexts();
  const { plannedApart, plannedCost, dueDate, shortages } = preview;
  return (
    <div className={style.together} aria-busy={isOld}>
      <dl>
        <div>
          <dt>{t("order.ordered")}</dt>
          <dd>{quantity(String(preview.quantity), unit)}</dd>
        </div>
        <div>
          <dt>{t("board.dueDate")}</dt>
          <dd>{dueDate === null ? "–" : date(dueDate)}</dd>
        </div>
        <div>
          <dt>{t("gather.finish")}</dt>
          <dd>{dateTime(preview.plannedFinish)}</dd>
        </div>
        <div>
          <dt>{t("gather.setUp")}</dt>
          <dd>{saved === 0 ? t("gather.setUpNone") : duration(saved)}</dd>
        </div>
        {plannedApart !== null && plannedCost !== null && (
          <div className={style.wide}>
            <dt>{t("gather.cost")}</dt>
            <dd>
              {money(plannedApart)} → {money(plannedCost)}
            </dd>
          </div>
        )}
      </dl>
      {shortages.length > 0 && (
        <p className={style.short}>
          {t("gather.shortOf", {
            items: shortages
              .map(
                (row) => `${nameOfVariant(row.itemName, row.variantName)} ${quantity(row.missing, row.unit)}`,
              )
              .join(", "),
          })}
        </p>
      )}
    </div>
  );
}
