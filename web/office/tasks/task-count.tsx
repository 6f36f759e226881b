import { useEffect } from "react";
import { useRoute } from "#web/shared/queries.ts";
import { useTexts } from "../texts.ts";
import style from "./tasks.module.css";

/** A reminder's minute comes by itself: no event tells of it. */
const beat = 60_000;
const mostCounted = 100;

/** How many of my tasks are due, overdue or to be remembered by now, beside the menu's word. */
export function TaskCount() {
  const { t } = useTexts();
  const { data, refetch } = useRoute("countTasks", {});
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && refetch(), beat);
    return () => clearInterval(timer);
  }, [refetch]);
  if (data === undefined || data.waiting === 0) return null;
  return (
    <span className={style.count} data-late={data.overdue > 0 || undefined}>
      <span aria-hidden>{data.waiting >= mostCounted ? `${mostCounted - 1}+` : data.waiting}</span>
      <span className="unseen">{t("task.waiting", { count: data.waiting })}</span>
    </span>
  );
}
