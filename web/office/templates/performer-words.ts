import type { Performer } from "#modules/templates/contract/template-body.ts";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { useTexts } from "./texts.ts";
import type { Shown } from "./template-tab.ts";

/** Who works at a stage, as a person would say it: names come with the template, new ones from the lists. */
export function usePerformerWords(shown: Pick<Shown, "names">): (performer: Performer) => string {
  const { t, lookUp, money } = useTexts();
  const { can } = useSession();
  const trades = useRoute("listTrades", {}).data?.rows ?? [];
  const members = useRoute("listMembers", { limit: 200 }, { enabled: can("member.read") }).data?.rows ?? [];
  const tradeName = (id: string): string =>
    trades.find((trade) => trade.id === id)?.name ?? shown.names.trades[id] ?? "…";
  return (performer) => {
    switch (performer.kind) {
      case "trade":
        return performer.tradeId === "" ? "…" : tradeName(performer.tradeId);
      case "role":
        return lookUp(`role.${performer.role}`) ?? performer.role;
      case "member":
        return (
          members.find((member) => member.id === performer.memberId)?.name ??
          shown.names.members[performer.memberId] ??
          "…"
        );
      case "chosen_at_start":
        return performer.tradeId === null
          ? t("template.performer.chosen_at_start")
          : t("template.chosenOfTrade", { trade: tradeName(performer.tradeId) });
      case "subcontractor": {
        const { kind, amount } = performer.price;
        const name = shown.names.subcontractors[performer.subcontractorId] ?? "…";
        if (!can("order.planned_cost")) return name;
        return t(`template.subcontractorWords.${kind}`, {
          name,
          amount: amount === "" ? "…" : money(amount),
        });
      }
    }
  };
}
