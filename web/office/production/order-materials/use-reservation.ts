import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { nameOfMaterial } from "../material-name.ts";
import { useTexts } from "../texts.ts";
import type { MaterialOfOrder } from "./material-row.tsx";

/** Takes what is free now for one norm, and stands in line again for the rest. */
export function useReserveNorm(orderId: string, row: Pick<MaterialOfOrder, "normId" | "unit">) {
  const { t, quantity } = useTexts();
  const command = useCommand("reserveOrder");
  const run = async (): Promise<void> => {
    const answer = await command.run({ orderId, normIds: [row.normId] });
    if (!answer.ok) return;
    const [short] = answer.value.shortages;
    notify({
      tone: short === undefined ? "done" : "note",
      text:
        short === undefined
          ? t("order.reservedAll")
          : t("order.reservedPart", { amount: quantity(short.missing, row.unit) }),
    });
  };
  return { run, pending: command.pending };
}

/** Gives back what the norm holds. Undo takes it again, as far as it is free still. */
export function useRelease(orderId: string, row: MaterialOfOrder) {
  const { t, quantity } = useTexts();
  const command = useCommand("releaseReservation");
  const back = useCommand("reserveOrder");
  const run = async (): Promise<void> => {
    const answer = await command.run({ normId: row.normId });
    if (!answer.ok) return;
    notify({
      tone: "done",
      text: t("order.released", {
        amount: quantity(answer.value.released, row.unit),
        name: nameOfMaterial(row),
      }),
      act: { label: t("action.undo"), run: () => void back.run({ orderId, normIds: [row.normId] }) },
    });
  };
  return { run, pending: command.pending };
}
