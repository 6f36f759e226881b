import { useEffect, useRef, useState } from "react";
import { notify } from "#web/shared/notices.ts";
import { useCommand, usePages } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { MoreButton } from "../shell/more-button.tsx";
import { useMoreTexts } from "#web/shared/texts.tsx";
import { loadFactTexts } from "../more-texts.ts";
import { useTexts } from "../texts.ts";
import { type About, type TimelineKind, timelineKinds } from "./about.ts";
import { EditActivityDialog } from "./edit-activity-dialog.tsx";
import { TimelineRow, type TimelineRowData } from "./timeline-row.tsx";
import { WriteBox } from "./write-box.tsx";
import style from "./timeline.module.css";

type Props = {
  readonly about: About;
  readonly workspace: string;
  readonly kind: TimelineKind | undefined;
  readonly onKind: (kind: TimelineKind | undefined) => void;
};

/** All that happened, newest first, under the box to write in; older lines come as one scrolls to them. */
export function Timeline({ about, workspace, kind, onKind }: Props) {
  const { t } = useTexts();
  const worded = useMoreTexts(loadFactTexts);
  const story = useStory(about, kind);
  const { refusal, more, fetchingMore, refetch } = story;
  // Without its words a story would be a list of "something happened".
  const rows = worded ? story.rows : undefined;
  const pending = story.pending || !worded;
  const [edited, setEdited] = useState<TimelineRowData>();
  const remove = useCommand("removeActivity");
  const restore = useCommand("restoreActivity");
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = end.current;
    if (element === null || more === null || fetchingMore) return undefined;
    const watch = new IntersectionObserver(([seen]) => seen?.isIntersecting === true && more());
    watch.observe(element);
    return () => watch.disconnect();
  }, [more, fetchingMore]);

  const takeAway = async ({ id: activityId }: TimelineRowData): Promise<void> => {
    const answer = await remove.run({ activityId });
    if (!answer.ok) return;
    notify({
      tone: "done",
      text: t("activity.removed"),
      act: { label: t("action.undo"), run: () => void restore.run({ activityId }) },
    });
  };
  return (
    <>
      <WriteBox about={about} />
      <div className={style.filter} role="group" aria-label={t("activity.filter")}>
        {([undefined, ...timelineKinds] as const).map((value) => (
          <button
            key={value ?? "all"}
            type="button"
            className={style.chip}
            aria-pressed={kind === value}
            onClick={() => onKind(value)}
          >
            {t(value === undefined ? "activity.all" : `activity.filter.${value}`)}
          </button>
        ))}
      </div>
      <RefusalNotice refusal={refusal} retry={refetch} />
      {pending && refusal === undefined && <PageSkeleton lines={6} />}
      {rows?.length === 0 && <p className={style.empty}>{t("activity.none")}</p>}
      {rows !== undefined && rows.length > 0 && (
        <ol className={style.list}>
          {rows.map((row) => (
            <TimelineRow
              key={row.id}
              row={row}
              workspace={workspace}
              thing={about.thing}
              onEdit={setEdited}
              onRemove={(taken) => void takeAway(taken)}
            />
          ))}
        </ol>
      )}
      <div ref={end} />
      <MoreButton more={more} pending={fetchingMore} />
      {edited !== undefined && <EditActivityDialog row={edited} onClose={() => setEdited(undefined)} />}
    </>
  );
}

const routeOf = {
  deal: "showDealTimeline",
  contact: "showContactTimeline",
  company: "showCompanyTimeline",
} as const;

/** The three stories are one query's shape under three names. */
function useStory(about: About, kind: TimelineKind | undefined) {
  const wish = kind === undefined ? {} : { kind };
  const { thing, ...id } = about;
  // The name and the id belong together by the type of `about`; TypeScript can't follow that through a table.
  return usePages<"showDealTimeline">(
    routeOf[thing] as "showDealTimeline",
    { ...id, ...wish } as { dealId: string },
    {
      keepPrevious: true,
    },
  );
}
