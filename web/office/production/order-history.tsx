import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { usePages } from "#web/shared/queries.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { RelativeTime } from "#web/shared/texts.tsx";
import { MoreButton } from "../shell/more-button.tsx";
import { useMoreTexts } from "#web/shared/texts.tsx";
import { loadFactTexts } from "../more-texts.ts";
import { useTexts } from "./texts.ts";
import { sentenceOf } from "./fact-sentence.ts";
import { foldHistory } from "./fold-history.ts";
import { HistoryFilter, historyAsked, isNarrowed, wholeHistory } from "./history-filter.tsx";
import { Mark } from "./mark.tsx";
import { askUndo } from "./undo/undo-offers.ts";
import style from "./order-card.module.css";

/** Who changed what and when, newest first; older lines come as one scrolls to them. */
export function OrderHistory({ orderId }: { readonly orderId: string }) {
  const texts = useTexts();
  const worded = useMoreTexts(loadFactTexts);
  const { t } = texts;
  const [wish, setWish] = useState(wholeHistory);
  const { rows, first, refusal, pending, more, fetching, fetchingMore, refetch } = usePages(
    "showOrderHistory",
    historyAsked(orderId, wish, texts.lookUp),
    { enabled: worded, keepPrevious: true },
  );
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = end.current;
    if (element === null || more === null || fetchingMore) return undefined;
    const watch = new IntersectionObserver(([seen]) => seen?.isIntersecting === true && more());
    watch.observe(element);
    return () => watch.disconnect();
  }, [more, fetchingMore]);
  const shown = worded ? (rows ?? []) : [];
  return (
    <div>
      <HistoryFilter wish={wish} onChange={setWish} people={first?.people ?? []} />
      <RefusalNotice refusal={refusal} retry={refetch} />
      {(pending || !worded) && refusal === undefined && <PageSkeleton lines={8} />}
      {rows?.length === 0 && isNarrowed(wish) && !fetching && (
        <EmptyState title={t("order.history.none.title")} text={t("order.history.none.text")}>
          <Button variant="default" onClick={() => setWish(wholeHistory)}>
            {t("order.history.all")}
          </Button>
        </EmptyState>
      )}
      <ol className={style.history} aria-busy={fetching}>
        {foldHistory(shown).map(({ head, details, likewise }) => (
          <li key={head.id}>
            <p className={style.sentence}>
              {sentenceOf(head, texts)}
              {likewise > 0 && ` ${t("order.history.likewise", { count: likewise })}`}
            </p>
            <p className={style.who}>
              {head.byWhom === "automation"
                ? t("facts.automation")
                : (head.byName ?? t("order.history.system"))}
              {" · "}
              <RelativeTime when={head.at} />
              {head.unchecked && (
                <span title={t("order.history.unchecked.why")}>
                  {" "}
                  <Mark tone="waiting">{t("order.history.unchecked")}</Mark>
                </span>
              )}
              {head.undoable && (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  onClick={() => askUndo({ orderId, commandId: head.commandId })}
                >
                  {t("action.undo")}
                </Button>
              )}
            </p>
            {details.length > 0 && (
              <details className={style.details}>
                <summary>{t("order.history.details", { count: details.length })}</summary>
                <ul>
                  {details.map((fact) => (
                    <li key={fact.id}>{sentenceOf(fact, texts)}</li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ol>
      <div ref={end} />
      <MoreButton more={more} pending={fetchingMore} />
    </div>
  );
}
