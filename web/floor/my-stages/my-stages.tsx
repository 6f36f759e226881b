import { type ReactNode, useEffect, useState } from "react";
import { useLive } from "#web/shared/live.ts";
import { useRoute } from "#web/shared/queries.ts";
import type { Session } from "#web/shared/session.ts";
import { hearServerTime } from "../server-clock.ts";
import { BigButton } from "../shell/big-button.tsx";
import { Face } from "../shell/face.tsx";
import { CardSkeleton, Message } from "../shell/message.tsx";
import { isSignedOut } from "../shell/refused.ts";
import { useTexts } from "../texts.ts";
import { useConnection } from "../use-connection.ts";
import { useWakeLock } from "../wake-lock.ts";
import { ActiveCard } from "./active-card.tsx";
import { DoneCard } from "./done-card.tsx";
import { FinishSheet } from "./finish-sheet.tsx";
import { emptyDraft } from "./finish-form.ts";
import { IdleWatch } from "./idle-watch.tsx";
import { MenuSheet } from "./menu-sheet.tsx";
import { MoreSheet } from "./more-sheet.tsx";
import style from "./my-stages.module.css";
import { PauseSheet } from "./pause-sheet.tsx";
import { Refusals, Said } from "./said.tsx";
import { type MyStages as Stages, showTaps } from "./show-taps.ts";
import { TabBar, useTab } from "./tab-bar.tsx";
import { useActs } from "./use-acts.ts";
import { useFreshness } from "./use-freshness.ts";
import { WaitingCard } from "./waiting-card.tsx";

type Props = { readonly session: Omit<Session, "can">; readonly leave: () => void };

/** The operator's one page: what runs, what waits, what is done today. */
export function MyStages({ session, leave }: Props) {
  const { t, refusal: wordsOf } = useTexts();
  const { data, refusal, refetch } = useRoute("showMyStages", {});
  useLive(session.workspace.slug);
  useFreshness(data, refetch);
  if (data !== undefined) hearServerTime(data.now);
  const signedOut = isSignedOut(refusal);
  const { refetch: askSession } = useRoute("showWorkspace", {});
  useEffect(() => {
    if (signedOut) askSession();
  }, [signedOut, askSession]);

  // One frame around both: a menu that is opened before the cards come stays open when they do.
  return (
    <Frame session={session} leave={leave}>
      {data !== undefined && <Board data={data} />}
      {data === undefined && (refusal === undefined || signedOut) && (
        <CardSkeleton label={t("state.loading")} />
      )}
      {data === undefined && refusal !== undefined && !signedOut && (
        <Message level={2} title={t("floor.failed.title")} text={wordsOf(refusal)}>
          <BigButton size="huge" tone="start" onClick={refetch}>
            {t("action.retry")}
          </BigButton>
        </Message>
      )}
    </Frame>
  );
}

function Board({ data }: { readonly data: Stages }) {
  const { t } = useTexts();
  const [tab, setTab] = useTab(
    data.counts.inProgress > 0 || data.counts.waiting === 0 ? "inProgress" : "waiting",
  );
  const acts = useActs(setTab);
  const shown = showTaps(data, acts.taps);
  const { counts, waiting, doneToday } = shown;
  // What runs comes first: it is the one that is looked at from across the room.
  const inProgress = shown.inProgress.toSorted(
    (a, b) => Number(b.state === "in_progress") - Number(a.state === "in_progress"),
  );
  useWakeLock(inProgress.some(({ state }) => state === "in_progress"));
  const { sheet } = acts;
  const ofSheet = inProgress.find(({ runId }) => runId === sheet?.runId);

  return (
    <>
      <Refusals refusals={acts.refusals} dismiss={acts.dismiss} />
      <div className={style.panel} role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === "inProgress" &&
          inProgress.map((card, index) => (
            <ActiveCard
              key={card.runId}
              card={card}
              saving={acts.saving.has(card.runId)}
              fills={index === 0}
              pause={() => acts.open("pause", card)}
              resume={() => acts.resume(card)}
              finish={() => acts.open("finish", card)}
              more={() => acts.open("more", card)}
            />
          ))}
        {tab === "inProgress" && inProgress.length === 0 && (
          <Message
            level={2}
            title={t("floor.empty.inProgress.title")}
            text={t("floor.empty.inProgress.text")}
          >
            {counts.waiting > 0 && (
              <BigButton size="huge" tone="start" onClick={() => setTab("waiting")}>
                {t("floor.empty.inProgress.go", { count: counts.waiting })}
              </BigButton>
            )}
          </Message>
        )}
        {tab === "waiting" &&
          waiting.map((card) => (
            <WaitingCard
              key={card.runId}
              card={card}
              saving={acts.saving.has(card.runId)}
              start={() => acts.start(card, inProgress)}
            />
          ))}
        {tab === "waiting" && waiting.length === 0 && (
          <Message level={2} title={t("floor.empty.waiting.title")} text={t("floor.empty.waiting.text")} />
        )}
        {tab === "doneToday" && doneToday.map((card) => <DoneCard key={card.runId} card={card} />)}
        {tab === "doneToday" && doneToday.length === 0 && (
          <Message level={2} title={t("floor.empty.done.title")} text={t("floor.empty.done.text")} />
        )}
      </div>
      <Said said={acts.said} close={acts.hush} aboveActs={tab === "inProgress" && inProgress.length > 0} />
      <TabBar tab={tab} choose={setTab} counts={counts} />
      {sheet?.kind === "pause" && ofSheet !== undefined && (
        <PauseSheet close={acts.closeSheet} pause={(reasonId) => acts.pause(ofSheet, reasonId)} />
      )}
      {sheet?.kind === "finish" && ofSheet !== undefined && (
        <FinishSheet
          card={ofSheet}
          first={acts.draftOf(ofSheet.runId) ?? emptyDraft(ofSheet)}
          refused={sheet.refused}
          close={(draft) => acts.keepDraft(ofSheet.runId, draft)}
          finish={(input, draft) => acts.finish(ofSheet, input, draft)}
        />
      )}
      {sheet?.kind === "more" && ofSheet !== undefined && (
        <MoreSheet
          card={ofSheet}
          close={acts.closeSheet}
          cancelStart={() => acts.cancelStart(ofSheet)}
          record={(units) => acts.record(ofSheet, units)}
        />
      )}
    </>
  );
}

function Frame({ session, leave, children }: Props & { readonly children: ReactNode }) {
  const { t } = useTexts();
  const connected = useConnection();
  const [menu, setMenu] = useState(false);
  const { member } = session;
  return (
    <div className={style.frame}>
      <header className={style.header}>
        <h1 className={style.title}>{t("floor.title")}</h1>
        <button type="button" className={style.person} aria-haspopup="dialog" onClick={() => setMenu(true)}>
          <span className="unseen">{t("floor.menu.of", { name: member.name })}</span>
          <span className={style.name} aria-hidden>
            {member.name}
          </span>
          <Face id={member.id} name={member.name} />
        </button>
      </header>
      <div role="status">{!connected && <p className={style.offline}>{t("floor.offline")}</p>}</div>
      <main className={style.main}>{children}</main>
      {menu && <MenuSheet session={session} close={() => setMenu(false)} leave={leave} />}
      {member.byPin && <IdleWatch leave={leave} />}
    </div>
  );
}
