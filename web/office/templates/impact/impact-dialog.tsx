import { Button, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { decimal, text } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { nameOfVariant } from "../../pickers/variant-picker.tsx";
import { Mark } from "../../production/mark.tsx";
import { ScrollAside } from "../../scroll-aside.tsx";
import { useTexts } from "../texts.ts";
import style from "./impact.module.css";

export type Impact = NonNullable<OutputOf<"previewTemplateSave">["impact"]>;
type Props = {
  readonly impact: Impact;
  readonly pending: boolean;
  readonly onClose: () => void;
  readonly onSave: () => void;
};

/** What a change would have meant for the last orders, before it is saved: one click more saves it. */
export function ImpactDialog({ impact, pending, onClose, onSave }: Props) {
  const { t } = useTexts();
  const { orders, totals, running } = impact;
  return (
    <Modal
      opened
      onClose={onClose}
      size="54rem"
      title={t("template.impact.title")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={style.impact}>
        {orders.length > 0 && (
          <>
            <p className="soft">{t("template.impact.text", { count: totals.orders })}</p>
            <Totals totals={totals} />
            <Orders orders={orders} />
          </>
        )}
        {running.count > 0 && (
          <section aria-label={t("template.impact.running", { count: running.count })}>
            <h3 className={style.title}>{t("template.impact.running", { count: running.count })}</h3>
            <p className={style.running}>
              {running.orders.map((order) => (
                <Mark key={order.orderId}>
                  {t("template.impact.runningOrder", {
                    order: order.orderNumber,
                    version: order.versionNumber,
                  })}
                </Mark>
              ))}
              {running.count > running.orders.length && (
                <span className="soft">
                  {t("template.impact.more", { count: running.count - running.orders.length })}
                </span>
              )}
            </p>
          </section>
        )}
        <div className={style.buttons}>
          <Button variant="default" onClick={onClose}>
            {t("template.impact.back")}
          </Button>
          <Button data-autofocus loading={pending} onClick={onSave}>
            {t("template.save")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

type Pair<T> = { readonly own: T; readonly next: T };

function Totals({ totals }: { readonly totals: Impact["totals"] }) {
  const { t, duration, money, quantity } = useTexts();
  const same = totals.materials.filter(({ required }) => required.own === required.next).length;
  const changed = totals.materials.filter(({ required }) => required.own !== required.next);
  return (
    <ScrollAside plate label={t("template.impact.totals")}>
      <table className="rows">
        <thead>
          <tr>
            <th scope="col">{t("template.impact.totals")}</th>
            <th scope="col" className="figures">
              {t("template.impact.own")}
            </th>
            <th scope="col" className="figures">
              {t("template.impact.next")}
            </th>
            <th scope="col" className="figures">
              {t("template.impact.difference")}
            </th>
          </tr>
        </thead>
        <tbody>
          <Line
            what={t("template.workTime")}
            pair={totals.seconds}
            show={(seconds) => duration(Number(seconds))}
          />
          {totals.cost !== null && <Line what={t("template.costAbout")} pair={totals.cost} show={money} />}
          {changed.map((material) => (
            <Line
              key={`${material.itemName} ${material.variantName ?? ""}`}
              what={
                material.variantName === null
                  ? material.itemName
                  : nameOfVariant(material.itemName, material.variantName)
              }
              pair={material.required}
              show={(amount) => quantity(amount, material.unit)}
            />
          ))}
          {same > 0 && (
            <tr>
              <td colSpan={4} className="soft">
                {changed.length === 0
                  ? t("template.impact.noMaterials")
                  : t("template.impact.sameMaterials", { count: same })}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </ScrollAside>
  );
}

function Line(props: {
  readonly what: ReactNode;
  readonly pair: Pair<string | number>;
  readonly show: (value: string) => string;
}) {
  const { what, pair, show } = props;
  return (
    <tr>
      <td>{what}</td>
      <td className="figures">{show(String(pair.own))}</td>
      <td className="figures">{show(String(pair.next))}</td>
      <td className="figures">
        <Change pair={pair} show={show} />
      </td>
    </tr>
  );
}

/** "+12 min", "−3.20": more is amber, less is green, the sign says it without colour. */
function Change({
  pair,
  show,
}: {
  readonly pair: Pair<string | number>;
  readonly show: (value: string) => string;
}) {
  const difference = decimal(pair.next).minus(pair.own);
  if (difference.eq(0)) return <span className="soft">0</span>;
  const more = difference.gt(0);
  return (
    <strong className={style.change} data-more={more || undefined}>
      {more ? "+" : "−"}
      {show(text(difference.abs()))}
    </strong>
  );
}

function Orders({ orders }: { readonly orders: Impact["orders"] }) {
  const { t, duration, money, number, date, refusal } = useTexts();
  const seesCost = orders.some(({ cost }) => cost !== null);
  return (
    <details className={style.orders}>
      <summary>{t("template.impact.orders", { count: orders.length })}</summary>
      <ScrollAside plate label={t("template.impact.orders", { count: orders.length })}>
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">{t("template.impact.order")}</th>
              <th scope="col" className="figures">
                {t("template.sampleQuantity")}
              </th>
              <th scope="col" className="figures">
                {t("template.workTime")}
              </th>
              <th scope="col" className="figures">
                {seesCost ? t("template.costAbout") : ""}
              </th>
            </tr>
          </thead>
          <tbody>
            {orders.map((order) => (
              <tr key={order.orderId}>
                <td>
                  {t("template.impact.orderOf", { order: order.orderNumber, variant: order.variantName })}
                  <div className="soft">
                    {t("template.impact.made", { date: date(order.createdAt), version: order.versionNumber })}
                  </div>
                </td>
                <td className="figures">{number(String(order.quantity))}</td>
                {order.fault !== null || order.seconds === null ? (
                  <td colSpan={2} className={style.fault}>
                    {order.fault === null ? "–" : refusal({ ...order.fault, message: "" })}
                  </td>
                ) : (
                  <>
                    <td className="figures">
                      {duration(order.seconds.next)}{" "}
                      <Change pair={order.seconds} show={(seconds) => duration(Number(seconds))} />
                    </td>
                    <td className="figures">
                      {order.cost !== null && (
                        <>
                          {money(order.cost.next)} <Change pair={order.cost} show={money} />
                        </>
                      )}
                    </td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollAside>
    </details>
  );
}
