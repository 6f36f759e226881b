import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { OutputOf } from "#modules/routes.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { nameOfVariant } from "../../pickers/variant-picker.tsx";
import { Section } from "../../shell/page.tsx";
import { Bar, Mark } from "../mark.tsx";
import { toneOfStatus } from "../order-tones.ts";
import type { Order } from "../order-types.ts";
import { useTexts } from "../texts.ts";
import style from "./made-for.module.css";

type MadeFor = OutputOf<"showMadeFor">;

/** Which order this one is made for, the orders made for it, and what one could still make. Nothing where there is none. */
export function MadeForOrder({ order, workspace }: { readonly order: Order; readonly workspace: string }) {
  const { t } = useTexts();
  const { data } = useRoute("showMadeFor", { orderId: order.id });
  if (data === undefined) return null;
  const { parent, children, short } = data;
  if (parent === null && children.length === 0 && short.length === 0) return null;
  return (
    <Section title={t("made.title")}>
      <div className={style.body}>
        {parent !== null && (
          <p className={style.parent}>
            {t("made.parent")} <OrderLink workspace={workspace} order={parent} />
            <span className="soft"> · {t("made.neededAt", { stage: parent.neededAt })}</span>{" "}
            {parent.status === "cancelled" && <Mark tone="alarm">{t("orderStatus.cancelled")}</Mark>}
          </p>
        )}
        {children.length > 0 && (
          <ul className={style.children}>
            {children.map((child) => (
              <Child key={child.orderId} child={child} workspace={workspace} />
            ))}
          </ul>
        )}
        {short.map((row) => (
          <Short key={`${row.variantId} ${row.warehouseId}`} row={row} orderId={order.id} />
        ))}
      </div>
    </Section>
  );
}

function OrderLink(props: {
  readonly workspace: string;
  readonly order: Pick<MadeFor["children"][number], "orderId" | "number" | "itemName" | "variantName">;
}) {
  const { order, workspace } = props;
  return (
    <Link to="/w/$workspace/orders/$orderId" params={{ workspace, orderId: order.orderId }}>
      №{order.number} {nameOfVariant(order.itemName, order.variantName)}
    </Link>
  );
}

function Child(props: { readonly child: MadeFor["children"][number]; readonly workspace: string }) {
  const { child, workspace } = props;
  const { t, number, quantity, date, money } = useTexts();
  const facts = [
    t("made.neededAt", { stage: child.neededAt }),
    child.dueDate === null ? null : t("board.due", { date: date(child.dueDate) }),
    child.cost === null ? null : t("made.cost", { amount: money(child.cost) }),
  ];
  return (
    <li className={style.child}>
      <div className={style.childHead}>
        <OrderLink workspace={workspace} order={child} />
        <Mark tone={child.overdue ? "alarm" : toneOfStatus[child.status]}>
          {t(`orderStatus.${child.status}`)}
          {child.stageName !== null && child.status !== "pending" && ` · ${child.stageName}`}
        </Mark>
      </div>
      <div className={style.childProgress}>
        <Bar done={child.received} total={child.ordered} />
        <span>
          {t("board.progress", {
            done: number(String(child.received)),
            total: quantity(String(child.ordered), child.unit),
          })}
        </span>
      </div>
      <span className="soft">{facts.filter((fact) => fact !== null).join(" · ")}</span>
    </li>
  );
}

function Short({ row, orderId }: { readonly row: MadeFor["short"][number]; readonly orderId: string }) {
  const { t, quantity } = useTexts();
  const { can } = useSession();
  const make = useMakeShortage();
  const name = nameOfVariant(row.itemName, row.variantName);
  return (
    <div className={style.short}>
      <span>
        {t("made.short", { item: name, amount: quantity(row.missing, row.unit) })}{" "}
        <span className="soft">
          {row.expected === "0"
            ? t("made.neededAt", { stage: row.neededAt })
            : t("made.expected", { amount: quantity(row.expected, row.unit) })}
        </span>
      </span>
      {row.toMake > 0 && can("order.create") && (
        <Button size="xs" variant="light" loading={make.pending} onClick={() => void make.run(orderId, row)}>
          {t("made.makeAmount", { amount: quantity(String(row.toMake), row.unit) })}
        </Button>
      )}
    </div>
  );
}

type Missing = Pick<
  MadeFor["short"][number],
  "variantId" | "warehouseId" | "unit" | "itemName" | "variantName"
>;

/** Opens the order for what another one is short of, and says its number. */
export function useMakeShortage() {
  const { t, quantity } = useTexts();
  const command = useCommand("makeShortage");
  return {
    pending: command.pending,
    async run(orderId: string, row: Missing): Promise<boolean> {
      const { variantId, warehouseId, unit } = row;
      const answer = await command.run({ orderId, variantId, warehouseId });
      if (!answer.ok) return false;
      const { number, quantity: made, shortages } = answer.value;
      const values = {
        number,
        item: nameOfVariant(row.itemName, row.variantName),
        amount: quantity(String(made), unit),
      };
      notify({
        tone: shortages.length === 0 ? "done" : "note",
        text: shortages.length === 0 ? t("made.made", values) : t("made.madeShort", values),
      });
      return true;
    },
  };
}

/** "Waits for order №43 (8 of 12)", where a stage or an order lacks what another one is making. */
export function AwaitedMarks({ awaits }: { readonly awaits: Order["awaits"] }) {
  const { t, number } = useTexts();
  return awaits.map((one) => (
    <Mark key={one.orderId} tone="waiting">
      {t("made.waitsFor", {
        number: one.number,
        done: number(String(one.received)),
        total: number(String(one.ordered)),
      })}
    </Mark>
  ));
}
