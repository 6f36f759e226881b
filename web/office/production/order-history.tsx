import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { usePages } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { RelativeTime } from "#web/shared/texts.tsx";
import { MoreButton } from "../shell/more-button.tsx";
import { useMoreTexts } from "#web/shared/texts.tsx";
import { loadFactTexts } from "../more-texts.ts";
import { type ProductionTexts, useTexts } from "./texts.ts";
import { foldHistory } from "./fold-history.ts";
import { askUndo } from "./undo/undo-offers.ts";
import style from "./order-card.module.css";

type Fact = OutputOf<"showOrderHistory">["rows"][number];

/** Who changed what and when, newest first; older lines come as one scrolls to them. */
export function OrderHistory({ orderId }: { readonly orderId: string }) {
  const texts = useTexts();
  const worded = useMoreTexts(loadFactTexts);
  const { t } = texts;
  const { rows, refusal, pending, more, fetchingMore, refetch } = usePages("showOrderHistory", { orderId });
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
      <RefusalNotice refusal={refusal} retry={refetch} />
      {(pending || !worded) && refusal === undefined && <PageSkeleton lines={8} />}
      <ol className={style.history}>
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

/** The values as a person reads them: what ends in Date, At, Amount or Amounts is worded here, in the reader's way. */
function sentenceOf(fact: Fact, { t, lookUp, date, dateTime, money, quantity }: ProductionTexts): string {
  const amount = (row: string): string => {
    const [name, amountText, unit] = row.split("\t");
    return amountText === undefined || unit === undefined ? row : `${name} ${quantity(amountText, unit)}`;
  };
  const values = Object.entries(fact.values).map(([key, value]): [string, unknown] => {
    if (typeof value !== "string" || value === "—") return [key, value];
    if (key.endsWith("Date")) return [key, date(value)];
    if (key.endsWith("At")) return [key, dateTime(value)];
    if (key.endsWith("Amount")) return [key, money(value)];
    if (key.endsWith("Amounts")) return [key, value.split("\n").map(amount).join("; ")];
    if (key.endsWith("Priority")) return [key, lookUp(`priority.${value}`) ?? value];
    return [key, value];
  });
  const sentence = lookUp(`fact.${fact.kind}`, Object.fromEntries(values));
  if (sentence === undefined) return t("order.history.unknown", { kind: fact.kind.replaceAll("_", " ") });
  // A value may bring a full stop of its own: “2026 р.”, a reason.
  return sentence.replace(/(?<!\.)\.\.(?!\.)/g, ".");
}
