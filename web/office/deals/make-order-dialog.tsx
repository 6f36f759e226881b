import { useNavigate } from "@tanstack/react-router";
import type { OutputOf } from "#modules/routes.ts";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { NewOrderSheet } from "../production/new-order/new-order-sheet.tsx";

type Line = OutputOf<"showDeal">["lines"][number];
type Props = {
  readonly dealId: string;
  readonly line: Line;
  readonly workspace: string;
  readonly onClose: () => void;
};

/** An order for a line by hand: the sheet of '+ New task', with what the line says already in it. */
export function MakeOrderDialog({ dealId, line, workspace, onClose }: Props) {
  const navigate = useNavigate();
  return (
    <NewOrderSheet
      workspace={workspace}
      line={{
        ...line,
        dealId,
        lineId: line.id,
        name: nameOfVariant(line.itemName, line.variantName),
      }}
      onClose={onClose}
      onMade={(orderId) =>
        void navigate({ to: "/w/$workspace/orders/$orderId", params: { workspace, orderId } })
      }
    />
  );
}
