import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { todayIn } from "../today.ts";
import { Mark } from "./mark.tsx";
import { useTexts } from "./texts.ts";

/** A phone that falls silent says so to nobody: the office has to ask. */
const askEvery = 10_000;
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** One asks for all marks of the page. */
function watch(queries: QueryClient): () => void {
  watchers += 1;
  timer ??= setInterval(() => {
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === "listOffline" });
  }, askEvery);
  return () => {
    watchers -= 1;
    if (watchers > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Beside somebody who works: since when the server has not heard of their phone or tablet. Nothing while it does. */
export function OfflineSince({ memberId }: { readonly memberId: string }) {
  const { workspace } = useSession();
  const { t, time, dateTime } = useTexts();
  const queries = useQueryClient();
  useEffect(() => watch(queries), [queries]);
  const since = useRoute("listOffline", {}).data?.rows.find((row) => row.memberId === memberId)?.since;
  if (since === undefined) return null;
  const isToday = todayIn(workspace.timeZone, new Date(since)) === todayIn(workspace.timeZone);
  return (
    <Mark tone="waiting">
      <span title={t("offline.means")}>
        {t("offline.since", { when: isToday ? time(since) : dateTime(since) })}
      </span>
    </Mark>
  );
}
