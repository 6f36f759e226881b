import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArrowsExchange,
  IconChecklist,
  IconDots,
  IconHammer,
  IconMail,
  IconNote,
  IconPhoneIncoming,
  IconPhoneOutgoing,
  IconTruckDelivery,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { OutputOf } from "#modules/routes.ts";
import { useSession } from "#web/shared/session.ts";
import { RelativeTime } from "#web/shared/texts.tsx";
import { titleOfTask } from "../tasks/task-title.ts";
import { type OfficeTexts, useTexts } from "../texts.ts";
import { oneFullStop, wordedValues } from "../worded-values.ts";
import style from "./timeline.module.css";

export type TimelineRowData = OutputOf<"showDealTimeline">["rows"][number];

type Props = {
  readonly row: TimelineRowData;
  readonly workspace: string;
  /** Whose story it is: the deal's own title needs no telling in it. */
  readonly thing: "deal" | "contact" | "company";
  readonly onEdit: (row: TimelineRowData) => void;
  readonly onRemove: (row: TimelineRowData) => void;
};

export function TimelineRow({ row, workspace, thing, onEdit, onRemove }: Props) {
  const texts = useTexts();
  const { t, lookUp } = texts;
  const { written } = row;
  return (
    <li className={style.row} data-written={written === null ? undefined : ""}>
      <span className={style.icon} data-kind={row.kind}>
        <KindIcon row={row} />
      </span>
      <div className={style.what}>
        {written === null ? (
          <p className={style.sentence}>{sentenceOf(row, texts)}</p>
        ) : (
          <>
            {row.kind !== "note" && <p className={style.head}>{headOf(row, written, texts)}</p>}
            {written.text !== "" && <p className={style.text}>{written.text}</p>}
          </>
        )}
        <p className={style.who}>
          <span>
            {row.byWhom === "automation" ? t("facts.automation") : (row.byName ?? t("order.history.system"))}
          </span>
          <RelativeTime when={row.at} />
          {written?.edited === true && <span>{t("activity.edited")}</span>}
          <Where row={row} workspace={workspace} thing={thing} />
          {row.causeKind !== null && (
            <span>{lookUp(`fact_cause.${row.causeKind}`) ?? t("activity.byTrigger")}</span>
          )}
        </p>
      </div>
      {written?.mine === true && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              aria-label={t("activity.actions", {
                what: written.text.slice(0, 60) || t("activity.kind.call"),
              })}
            >
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => onEdit(row)}>{t("action.edit")}</Menu.Item>
            <Menu.Item onClick={() => onRemove(row)}>{t("activity.remove")}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  );
}

function KindIcon({ row }: { readonly row: TimelineRowData }) {
  const props = { size: 16, stroke: 1.7, "aria-hidden": true } as const;
  switch (row.kind) {
    case "note":
      return <IconNote {...props} />;
    case "call":
      return row.written?.direction === "in" ? (
        <IconPhoneIncoming {...props} />
      ) : (
        <IconPhoneOutgoing {...props} />
      );
    case "message":
      return <IconMail {...props} />;
    case "task":
      return <IconChecklist {...props} />;
    case "deal":
      return <IconArrowsExchange {...props} />;
    case "order":
      return <IconHammer {...props} />;
    case "shipment":
      return <IconTruckDelivery {...props} />;
  }
}

function sentenceOf(row: TimelineRowData, texts: OfficeTexts): string {
  const { event, task } = row;
  const values = { ...wordedValues(row.values, texts), title: task === null ? "" : titleOfTask(task, texts) };
  const sentence = texts.lookUp(`timeline.${event ?? ""}`, values);
  return sentence === undefined ? texts.t("activity.unknown") : oneFullStop(sentence);
}

/** “Outgoing call · reached · 4 min”. */
function headOf(
  { kind }: TimelineRowData,
  { direction, outcome, minutes, channel }: NonNullable<TimelineRowData["written"]>,
  { t, duration }: OfficeTexts,
): string {
  const way = direction ?? "out";
  return [
    t(kind === "call" ? `activity.call.${way}` : `activity.message.${way}`),
    outcome === null ? "" : t(`activity.outcome.${outcome}`),
    channel === null ? "" : t(`activity.channel.${channel}`),
    minutes === null || minutes === 0 ? "" : duration(minutes * 60),
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

function Where({ row, workspace, thing }: Pick<Props, "row" | "workspace" | "thing">) {
  const { t } = useTexts();
  const { can } = useSession();
  const { deal, order, contact } = row;
  return (
    <>
      {deal !== null && thing !== "deal" && (
        <Link to="/w/$workspace/deals/$dealId" params={{ workspace, dealId: deal.id }}>
          {deal.title}
        </Link>
      )}
      {contact !== null && thing === "company" && (
        <Link to="/w/$workspace/contacts/$contactId" params={{ workspace, contactId: contact.id }}>
          {contact.name}
        </Link>
      )}
      {order !== null && can("order.read") && (
        <Link to="/w/$workspace/orders/$orderId" params={{ workspace, orderId: order.id }}>
          {t("deal.order", { number: order.number })}
        </Link>
      )}
    </>
  );
}
