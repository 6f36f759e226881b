import { useCommand, useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { Section } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { NameAdder, NamedRow } from "./named-row.tsx";
import style from "./settings.module.css";

export function TradeSettings() {
  const { t } = useTexts();
  const { data, refusal, refetch } = useRoute("listTrades", {});
  const add = useCommand("addTrade");
  const change = useCommand("changeTrade");
  return (
    <Section title={t("settings.tab.trades")}>
      <p className={style.lead}>{t("trade.text")}</p>
      <RefusalNotice refusal={refusal} retry={refetch} />
      {data === undefined ? (
        <PageSkeleton lines={3} />
      ) : (
        <table className="rows">
          <tbody>
            {data.rows.map((trade) => (
              <NamedRow
                key={trade.id}
                name={trade.name}
                archived={trade.archived}
                onRename={async (name) => change.run({ tradeId: trade.id, name })}
                onArchive={(archived) => void change.run({ tradeId: trade.id, archived })}
              />
            ))}
          </tbody>
        </table>
      )}
      <NameAdder label={t("trade.new")} pending={add.pending} onAdd={async (name) => add.run({ name })} />
    </Section>
  );
}
