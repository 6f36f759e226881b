import type { StageEffect } from "#modules/templates/contract/template-body.ts";
import { useTexts } from "../texts.ts";
import { usePerformerWords } from "../performer-words.ts";
import type { Shown } from "../template-tab.ts";

export type EffectWords = { readonly what: string; readonly detail: string };

/** "Create a task" – "Prepare for shipment, for the trade Packer". */
export function useEffectWords(names: Shown["names"]): (effect: StageEffect) => EffectWords {
  const { t } = useTexts();
  const performer = usePerformerWords({ names });
  return (effect) => {
    const what = t(`template.effect.${effect.kind}`);
    switch (effect.kind) {
      case "move_deal":
        return { what, detail: names.dealStatuses[effect.dealStatusId] ?? "…" };
      case "message":
        return { what, detail: effect.text };
      case "create_task": {
        const { memberId, tradeId, role, title } = effect;
        const who =
          memberId !== null
            ? performer({ kind: "member", memberId })
            : tradeId !== null
              ? performer({ kind: "trade", tradeId })
              : role !== null
                ? performer({ kind: "role", role })
                : null;
        return { what, detail: who === null ? title : t("template.taskForWords", { title, who }) };
      }
    }
  };
}
