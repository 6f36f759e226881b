import { Radio, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { DateField } from "#web/shared/field.tsx";
import { MemberPicker } from "../../pickers/member-picker.tsx";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import type { Act } from "./bulk.ts";
import style from "../order-card.module.css";

export type Asked = "due" | "give" | "responsible" | "cancel";
type Props = {
  readonly count: number;
  readonly today: string;
  readonly onClose: () => void;
  readonly onAct: (act: Act) => void;
};

/** What an act has to be told before it goes through the orders. */
export function BulkDialog({ asked, ...props }: Props & { readonly asked: Asked }) {
  switch (asked) {
    case "due":
      return <DueDialog {...props} />;
    case "give":
      return <GiveDialog {...props} />;
    case "responsible":
      return <ResponsibleDialog {...props} />;
    case "cancel":
      return <CancelDialog {...props} />;
  }
}

const dueBack: NonNullable<Act["undo"]> = ({ id, dueDate }) => ({
  name: "changeOrder",
  input: { orderId: id, dueDate },
});
type DueWay = "day" | "move" | "none";
/** Days, forwards or back. */
const days = /^[+-]?\d{1,3}$/;

function DueDialog({ count, today, onClose, onAct }: Props) {
  const { t, date } = useTexts();
  const [way, setWay] = useState<DueWay>("day");
  const [day, setDay] = useState(today);
  const [by, setBy] = useState("7");
  const act = (): Act => {
    if (way === "move") {
      return {
        title: t("orderList.bulk.dueMoved", { count: Number(by) }),
        of: ({ id, dueDate }) =>
          dueDate === null
            ? { skip: t("orderList.bulk.hasNoDue") }
            : { name: "changeOrder", input: { orderId: id, dueDate: dayAfter(dueDate, Number(by)) } },
        undo: dueBack,
      };
    }
    const to = way === "day" ? day : null;
    return {
      title: to === null ? t("orderList.bulk.dueNone") : t("orderList.bulk.dueSet", { date: date(to) }),
      of: ({ id, dueDate }) =>
        dueDate === to
          ? { skip: t("orderList.bulk.hasIt") }
          : { name: "changeOrder", input: { orderId: id, dueDate: to } },
      undo: dueBack,
    };
  };
  const isMove = days.test(by) && Number(by) !== 0;
  return (
    <FormDialog
      title={t("orderList.bulk.dueTitle", { count })}
      onClose={onClose}
      onSubmit={() => onAct(act())}
      submitLabel={t("orderList.bulk.change")}
      disabled={way === "day" ? day === "" : way === "move" && !isMove}
    >
      <Radio.Group
        label={t("board.dueDate")}
        value={way}
        onChange={(value) => setWay(value === "move" ? "move" : value === "none" ? "none" : "day")}
      >
        <Radio mt="xs" value="day" label={t("orderList.bulk.dueDay")} />
        <Radio mt="xs" value="move" label={t("orderList.bulk.dueMove")} />
        <Radio mt="xs" value="none" label={t("orderList.bulk.dueClear")} />
      </Radio.Group>
      {way === "day" && (
        <DateField label={t("orderList.bulk.dueDay")} value={day} onChange={setDay} data-autofocus />
      )}
      {way === "move" && (
        <TextInput
          label={t("orderList.bulk.days")}
          description={t("orderList.bulk.daysHint")}
          inputMode="numeric"
          value={by}
          onChange={(event) => setBy(event.currentTarget.value.replace("−", "-").trim())}
          error={isMove ? undefined : t("orderList.bulk.daysWrong")}
        />
      )}
    </FormDialog>
  );
}

/** "2026-06-30" and so many days; days of the calendar know no time zone. */
export function dayAfter(day: string, by: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + by);
  return at.toISOString().slice(0, 10);
}

function GiveDialog({ count, onClose, onAct }: Props) {
  const { t } = useTexts();
  const [memberId, setMemberId] = useState<string | null>(null);
  return (
    <FormDialog
      title={t("orderList.bulk.giveTitle", { count })}
      onClose={onClose}
      onSubmit={() =>
        onAct({
          title: t("orderList.bulk.given"),
          of: ({ current }) => {
            if (current === null || current.runId === null)
              return { skip: t("orderList.bulk.nothingToGive") };
            if (current.operatorId === memberId) return { skip: t("orderList.bulk.hasIt") };
            // What is under way is handed over on the card, where one sees what has been done.
            if (current.state !== "waiting" && current.state !== "ready")
              return { skip: t("orderList.bulk.underWay") };
            return { name: "reassignRun", input: { runId: current.runId, memberId } };
          },
          undo: ({ id, current }, commandId) =>
            current?.runId === undefined || current.runId === null
              ? { name: "undoWork", input: { orderId: id, commandId } }
              : { name: "reassignRun", input: { runId: current.runId, memberId: current.operatorId } },
        })
      }
      submitLabel={t("orderList.bulk.give")}
    >
      <p className="soft">{t("orderList.bulk.giveText")}</p>
      <MemberPicker
        label={t("board.operator")}
        whoMay="run.work"
        placeholder={t("order.nobody")}
        description={t("order.reassignHint")}
        data-autofocus
        value={memberId}
        onChange={setMemberId}
      />
    </FormDialog>
  );
}

function ResponsibleDialog({ count, onClose, onAct }: Props) {
  const { t } = useTexts();
  const [memberId, setMemberId] = useState<string | null>(null);
  return (
    <FormDialog
      title={t("orderList.bulk.responsibleTitle", { count })}
      onClose={onClose}
      onSubmit={() =>
        onAct({
          title: t("orderList.bulk.responsible"),
          of: ({ id }) => ({ name: "changeOrder", input: { orderId: id, responsibleId: memberId } }),
        })
      }
      submitLabel={t("orderList.bulk.change")}
    >
      <MemberPicker
        label={t("orderList.bulk.responsibleField")}
        whoMay="order.change"
        placeholder={t("order.nobody")}
        data-autofocus
        value={memberId}
        onChange={setMemberId}
      />
    </FormDialog>
  );
}

/** Names what will happen: there is no asking again after it. */
function CancelDialog({ count, onClose, onAct }: Props) {
  const { t } = useTexts();
  const [reason, setReason] = useState("");
  const [returnMaterials, setReturnMaterials] = useState(true);
  return (
    <FormDialog
      title={t("orderList.bulk.cancelTitle", { count })}
      onClose={onClose}
      onSubmit={() =>
        onAct({
          title: t("orderList.bulk.cancelled"),
          of: ({ id }) => ({ name: "cancelOrder", input: { orderId: id, reason, returnMaterials } }),
          undo: ({ id }, commandId) => ({ name: "undoWork", input: { orderId: id, commandId } }),
        })
      }
      submitLabel={t("orderList.bulk.cancel")}
      closeLabel={t("orderList.bulk.keep")}
      alarming
      disabled={reason.trim() === ""}
    >
      <ul className={style.consequences}>
        <li>{t("order.cancelReservations")}</li>
        <li>{t("orderList.bulk.cancelWork")}</li>
        <li>{t("order.cancelCost")}</li>
      </ul>
      <Radio.Group
        label={t("order.openMaterials")}
        value={returnMaterials ? "back" : "used"}
        onChange={(value) => setReturnMaterials(value === "back")}
      >
        <Radio mt="xs" value="back" label={t("order.returnMaterials")} />
        <Radio mt="xs" value="used" label={t("order.keepMaterials")} />
      </Radio.Group>
      <Textarea
        label={t("order.cancelReason")}
        required
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
