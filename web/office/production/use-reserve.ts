import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { useTexts } from "./texts.ts";

/** Takes what is free now, and says what is still missing. */
export function useReserve(orderId: string) {
  const { t } = useTexts();
  const command = useCommand("reserveOrder");
  const run = async (): Promise<void> => {
    const answer = await command.run({ orderId });
    if (!answer.ok) return;
    const missing = answer.value.shortages.length;
    notify({
      tone: missing === 0 ? "done" : "note",
      text: missing === 0 ? t("order.reserved") : t("order.stillShort", { count: missing }),
    });
  };
  return { run, pending: command.pending };
}
