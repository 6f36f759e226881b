import { Button } from "@mantine/core";
import { Navigate, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { ButtonLink } from "../links.tsx";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { NewOrderSheet } from "../production/new-order/new-order-sheet.tsx";
import { useTexts } from "../stock/texts.ts";
import { readBlocked } from "./read-blocked.ts";
import style from "./blocked-order.module.css";

type Task = OutputOf<"listTasks">["rows"][number];
type Props = { readonly task: Task; readonly workspace: string };

/** The shortage list of an order that the policy held back, with the two ways on. */
export function BlockedOrder({ task, workspace }: Props) {
  const { t, quantity } = useTexts();
  const { can } = useSession();
  const [making, setMaking] = useState(false);
  const { shortages, dealLineId } = readBlocked(task.textValues);
  if (shortages.length === 0) return null;
  const variants = [...new Set(shortages.map((row) => row.variantId))].join(",");
  return (
    <div className={style.blocked}>
      <ul className={style.shortages}>
        {shortages.map((row) => (
          <li key={`${row.variantId} ${row.warehouseId}`}>
            {t("blocked.missing", {
              name: nameOfVariant(row.itemName, row.variantName),
              missing: quantity(row.missing, row.unit),
              required: quantity(row.required, row.unit),
            })}
          </li>
        ))}
      </ul>
      <div className={style.ways}>
        {can("purchase.propose") && (
          <ButtonLink
            to="/w/$workspace/purchases"
            params={{ workspace }}
            search={{ task: task.id, variant: variants }}
            size="compact-sm"
            variant="light"
          >
            {t("stock.propose")}
          </ButtonLink>
        )}
        {can("order.create") && can("deal.read") && task.dealId !== null && (
          <Button size="compact-sm" variant="default" onClick={() => setMaking(true)}>
            {t("blocked.anyway")}
          </Button>
        )}
      </div>
      {making && task.dealId !== null && (
        <MakeAnyway
          task={task}
          dealId={task.dealId}
          lineId={dealLineId}
          workspace={workspace}
          onClose={() => setMaking(false)}
        />
      )}
    </div>
  );
}

type MakeProps = Props & {
  readonly dealId: string;
  /** null: the task is from a time when it did not name its line */
  readonly lineId: string | null;
  readonly onClose: () => void;
};

/** The order of the deal's line by hand, where a reason lets it begin; with it the task is done. */
function MakeAnyway({ task, dealId, lineId, workspace, onClose }: MakeProps) {
  const navigate = useNavigate();
  const complete = useCommand("completeTask");
  const deal = useRoute("showDeal", { dealId });
  const lines = deal.data?.lines ?? [];
  const line = lines.find((one) => one.id === lineId) ?? (lines.length === 1 ? lines[0] : undefined);
  if (deal.data === undefined) return null;
  if (line === undefined) return <Navigate to="/w/$workspace/deals/$dealId" params={{ workspace, dealId }} />;
  return (
    <NewOrderSheet
      workspace={workspace}
      line={{ ...line, dealId, lineId: line.id, name: nameOfVariant(line.itemName, line.variantName) }}
      onClose={onClose}
      onMade={(orderId) => {
        void complete.run({ taskId: task.id });
        void navigate({ to: "/w/$workspace/orders/$orderId", params: { workspace, orderId } });
      }}
    />
  );
}
