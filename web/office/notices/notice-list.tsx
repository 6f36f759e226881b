import { ActionIcon, Button, Switch } from "@mantine/core";
import { IconCheck, IconChecks, IconSettings } from "@tabler/icons-react";
import { useParams, useRouter } from "@tanstack/react-router";
import { type MouseEvent, useState } from "react";
import { useCommand, usePages, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { useTexts } from "../command-palette/texts.ts";
import { MoreButton } from "../shell/more-button.tsx";
import { oneFullStop, wordedValues } from "../worded-values.ts";
import { addressOfNotice, type Notice, textOfNotice } from "./address-of-notice.ts";
import { byDays, dayOf } from "./by-days.ts";
import style from "./notices.module.css";

type Props = { readonly onClose: () => void; readonly onSettings: () => void };

export function NoticeList({ onClose, onSettings }: Props) {
  const { t, date } = useTexts();
  const { timeZone } = useSession().workspace;
  const [unreadOnly, setUnreadOnly] = useState(false);
  const pages = usePages<"listNotices">("listNotices", unreadOnly ? { unread: "true" } : {}, {
    keepPrevious: true,
  });
  const unread = useRoute("countNotices", {}).data?.unread ?? 0;
  const mark = useCommand("markNoticesRead");
  const [now] = useState(() => Date.now());
  const names = new Map([
    [dayOf(new Date(now), timeZone), t("notice.today")],
    [dayOf(new Date(now - 86_400_000), timeZone), t("notice.yesterday")],
  ]);
  return (
    <>
      <div className={style.tools}>
        <Switch
          label={t("notice.unreadOnly")}
          checked={unreadOnly}
          onChange={(event) => setUnreadOnly(event.currentTarget.checked)}
        />
        <Button
          variant="default"
          size="xs"
          leftSection={<IconChecks size={16} aria-hidden />}
          disabled={unread === 0}
          loading={mark.pending}
          onClick={() => void mark.run({ noticeIds: null })}
        >
          {t("notice.allRead")}
        </Button>
      </div>
      <RefusalNotice refusal={pages.refusal} retry={pages.refetch} />
      {pages.pending && <PageSkeleton lines={4} />}
      {pages.rows?.length === 0 && (
        <EmptyState
          title={t(unreadOnly ? "notice.noneUnread.title" : "notice.empty.title")}
          text={t(unreadOnly ? "notice.noneUnread.text" : "notice.empty.text")}
        />
      )}
      {byDays(pages.rows ?? [], timeZone).map(([day, rows]) => (
        <section key={day}>
          <h3 className={style.day}>{names.get(day) ?? date(day)}</h3>
          <ul className={style.list}>
            {rows.map((notice) => (
              <Row
                key={notice.id}
                notice={notice}
                onClose={onClose}
                onRead={() => void mark.run({ noticeIds: [notice.id] })}
              />
            ))}
          </ul>
        </section>
      ))}
      <MoreButton more={pages.more} pending={pages.fetchingMore} />
      <div className={style.foot}>
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          leftSection={<IconSettings size={16} aria-hidden />}
          onClick={onSettings}
        >
          {t("notice.settings")}
        </Button>
      </div>
    </>
  );
}

type RowProps = {
  readonly notice: Notice;
  readonly onClose: () => void;
  readonly onRead: () => void;
};

/** To open it is to have read it, also in another tab. */
function Row({ notice, onClose, onRead }: RowProps) {
  const texts = useTexts();
  const { t, lookUp, time } = texts;
  const { workspace } = useParams({ from: "/w/$workspace" });
  const router = useRouter();
  const href = `/w/${encodeURIComponent(workspace)}/${addressOfNotice(notice)}`;
  const words = lookUp(textOfNotice(notice), wordedValues(notice.values, texts)) ?? "";
  const open = (event: MouseEvent): void => {
    if (!notice.read) onRead();
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onClose();
    router.history.push(href);
  };
  return (
    <li className={style.row} data-unread={!notice.read || undefined}>
      <a href={href} className={style.link} onClick={open}>
        {!notice.read && <span className="unseen">{t("notice.unread")}: </span>}
        {oneFullStop(words)}
      </a>
      <time className={style.time} dateTime={notice.createdAt}>
        {time(notice.createdAt)}
      </time>
      {!notice.read && (
        <ActionIcon aria-label={`${t("notice.read")}: ${oneFullStop(words)}`} onClick={onRead}>
          <IconCheck size={16} aria-hidden />
        </ActionIcon>
      )}
    </li>
  );
}
