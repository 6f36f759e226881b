import { type ReactNode, useEffect, useState } from "react";
import type { Action } from "#modules/access/contract/actions.ts";
import { useLive } from "#web/shared/live.ts";
import { useRoute } from "#web/shared/queries.ts";
import type { Session } from "#web/shared/session.ts";
import { useNewVersion } from "../offline/use-new-version.ts";
import { ConnectionBar } from "../outbox/connection-bar.tsx";
import { useOutbox } from "../outbox/page-outbox.ts";
import { isStandIn } from "../outbox/stand-in.ts";
import { BigButton } from "../shell/big-button.tsx";
import { Face } from "../shell/face.tsx";
import { CardSkeleton, Message } from "../shell/message.tsx";
import { isSignedOut } from "../shell/refused.ts";
import { useTexts } from "../texts.ts";
import { useSignOfLife } from "../use-sign-of-life.ts";
import { useWakeLock } from "../wake-lock.ts";
import { ActiveCard } from "./active-card.tsx";
import { DoneCard } from "./done-card.tsx";
import { type CardGroup, groupCards } from "./group-cards.ts";
import { useInTurn } from "./in-turn.ts";
import { IdleWatch } from "./idle-watch.tsx";
import style from "./my-stages.module.css";
import { PauseSheet } from "./pause-sheet.tsx";
import { Refusals, Said } from "./said.tsx";
import { type Me, type MyStages as Stages, showTaps, worksOn } from "./show-taps.ts";
import { TabBar, useTab } from "./tab-bar.tsx";
import { useAskedOrder, type Wanted } from "./use-asked-order.ts";
import { useActs } from "./use-acts.ts";
import { type Further, useStages } from "./use-stages.ts";
import { useFreshness } from "./use-freshness.ts";
import { useSheets } from "./use-sheets.ts";
import { WaitingCard } from "./waiting-card.tsx";

type Props = {
  readonly session: Omit<Session, "can">;
  readonly leave: () => void;
  /** Somebody else has signed in on this device. */
  readonly switched: () => void;
};

/** The operator's one page: what runs, what waits, what is done today. */
export function MyStages({ session, leave, switched }: Props) {
  const { t, refusal: wordsOf } = useTexts();
  const { data, refusal, refetch, further } = useStages();
  useLive(session.workspace.slug);
  useFreshness(data, refetch);
  const signedOut = isSignedOut(refusal);
  const { refetch: askSession } = useRoute("showWorkspace", {});
  useEffect(() => {
    if (signedOut) askSession();
  }, [signedOut, askSession]);

  const [wanted, setWanted] = useState<Wanted>();
  // One frame around both: a menu that is opened before the cards come stays open when they do.
  return (
    <Frame
      session={session}
      leave={leave}
      switched={switched}
      find={(order) => {
        setWanted({ order });
      }}
    >
      {data !== undefined && <Board data={data} further={further} session={session} wanted={wanted} />}
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

type BoardProps = Pick<Props, "session"> & {
  readonly data: Stages;
  readonly further: Further;
  readonly wanted: Wanted | undefined;
};

function Board({ data, further, session, wanted }: BoardProps) {
  const { t } = useTexts();
  const me: Me = session.member;
  const [tab, setTab] = useTab(
    data.counts.inProgress > 0 || data.counts.waiting === 0 ? "inProgress" : "waiting",
  );
  const inTurn = useInTurn(tab);
  const scanned = useAskedOrder(data, further, setTab, wanted);
  const may = (action: Action): boolean => session.actions.includes(action);
  const acts = useActs(me, may, setTab);
  const { attention, waiting: unsent } = useOutbox();
  const isNewer = useNewVersion();
  const shown = showTaps(data, acts.taps, me);
  const { counts, doneToday } = shown;
  // What one works on comes first: it is the one that is looked at from across the room.
  const inProgress = shown.inProgress.toSorted((a, b) => Number(worksOn(b, me)) - Number(worksOn(a, me)));
  const works = inProgress.some((card) => worksOn(card, me));
  useWakeLock(works);
  const active = groupCards(inProgress);
  const waiting = groupCards(shown.waiting);
  const ofSheet = active.find(({ lead }) => lead.runId === acts.sheet?.runId);
  const isSheetAsked = acts.sheet !== undefined && acts.sheet.kind !== "pause";
  const sheets = useSheets(isSheetAsked || attention.length > 0, acts.sheetFailed);
  // A sheet needs its card: what has left the list can only be tried again as it was.
  const isHere = (runIds: readonly string[]): boolean =>
    [...shown.inProgress, ...shown.waiting].some(({ runId }) => runIds.includes(runId));
  const isSaving = ({ units }: CardGroup): boolean => units.some(({ runId }) => acts.saving.has(runId));

  return (
    <>
      <Refusals refusals={acts.told.refusals} dismiss={acts.told.dismiss} />
      {sheets !== undefined && (
        <sheets.Attention
          waits={attention}
          acts={acts}
          wayBackOf={(tap, refused) =>
            isHere(tap.runIds) ? acts.wayBackOf(tap.commandId, refused) : undefined
          }
        />
      )}
      {isNewer && !works && unsent.length === 0 && acts.sheet === undefined && (
        <div className={style.scanned} role="status">
          <p>{t("floor.newVersion")}</p>
          <BigButton onClick={() => location.reload()}>{t("floor.newVersion.use")}</BigButton>
        </div>
      )}
      {scanned.missing !== undefined && (
        <div className={style.scanned} role="status">
          <p>{t(`floor.scanned.${scanned.missing}`)}</p>
          <BigButton onClick={scanned.dismiss}>{t("action.close")}</BigButton>
        </div>
      )}
      <div className={style.panel} role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === "inProgress" &&
          inTurn(active).map((group, index) => (
            <ActiveCard
              key={group.lead.runId}
              group={group}
              me={me}
              saving={isSaving(group)}
              fills={index === 0}
              pause={() => acts.open("pause", group)}
              resume={() => acts.resume(group)}
              finish={() => acts.open("finish", group)}
              defect={() => acts.open("defect", group)}
              more={() => acts.open("more", group)}
              asks={
                sheets !== undefined &&
                !isSaving(group) && <sheets.StillWorking group={group} me={me} acts={acts} />
              }
            />
          ))}
        {tab === "inProgress" && active.length === 0 && (
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
          inTurn(waiting).map((group) => (
            <WaitingCard
              key={group.lead.runId}
              group={group}
              me={me}
              saving={isSaving(group)}
              start={(runIds) => acts.start(group, runIds, inProgress)}
              join={() => acts.join(group, inProgress)}
              defect={() => acts.open("defect", group)}
            />
          ))}
        {tab === "waiting" && data.more && <More further={further} />}
        {tab === "waiting" && waiting.length === 0 && (
          <Message level={2} title={t("floor.empty.waiting.title")} text={t("floor.empty.waiting.text")} />
        )}
        {tab === "doneToday" && inTurn(doneToday).map((card) => <DoneCard key={card.runId} card={card} />)}
        {tab === "doneToday" && doneToday.length === 0 && (
          <Message level={2} title={t("floor.empty.done.title")} text={t("floor.empty.done.text")} />
        )}
      </div>
      <Said
        said={acts.told.said}
        close={acts.told.hush}
        aboveActs={tab === "inProgress" && active.length > 0}
      />
      <TabBar tab={tab} choose={setTab} counts={counts} />
      {ofSheet !== undefined && acts.sheet?.kind === "pause" && (
        <PauseSheet close={acts.closeSheet} pause={(reasonId) => acts.pause(ofSheet, reasonId)} />
      )}
      {sheets !== undefined && (
        <sheets.Sheets acts={acts} groups={[...active, ...waiting]} inProgress={inProgress} may={may} />
      )}
    </>
  );
}

/** At the end of what is shown of a long queue. */
function More({ further }: { readonly further: Further }) {
  const { t } = useTexts();
  return further.more === null ? (
    <p className={style.furtherBack}>{t("floor.waiting.furtherBack")}</p>
  ) : (
    <BigButton size="huge" disabled={further.isComing} onClick={further.more}>
      {t("floor.waiting.more")}
    </BigButton>
  );
}

type FrameProps = Props & { readonly find: (order: string) => void; readonly children: ReactNode };

function Frame({ session, leave, switched, find, children }: FrameProps) {
  const { t } = useTexts();
  const [menu, setMenu] = useState(false);
  const [isScanning, setScanning] = useState(false);
  const [isMenuMissing, setMenuMissing] = useState(false);
  const sheets = useSheets(menu || isScanning, () => {
    setMenu(false);
    setScanning(false);
    setMenuMissing(true);
  });
  const { member } = session;
  useSignOfLife(member.byPin ? "hereOnDevice" : "hereOnFloor");
  return (
    <div className={style.frame}>
      <header className={style.header}>
        <h1 className={style.title}>{t("floor.title")}</h1>
        <BigButton aria-haspopup="dialog" onClick={() => setScanning(true)}>
          {t("floor.scan")}
        </BigButton>
        <button type="button" className={style.person} aria-haspopup="dialog" onClick={() => setMenu(true)}>
          <span className="unseen">{t("floor.menu.of", { name: member.name })}</span>
          <span className={style.name} aria-hidden>
            {member.name}
          </span>
          <Face id={member.id} name={member.name} />
        </button>
      </header>
      <ConnectionBar />
      {isStandIn() && <p className={style.offline}>{t("floor.unchecked")}</p>}
      <main className={style.main}>
        {isMenuMissing && (
          <Refusals
            refusals={[{ id: 0, text: t("floor.sheetMissing") }]}
            dismiss={() => setMenuMissing(false)}
          />
        )}
        {children}
      </main>
      {menu && sheets !== undefined && (
        <sheets.MenuSheet session={session} close={() => setMenu(false)} leave={leave} />
      )}
      {sheets !== undefined && (
        <sheets.Scan
          session={session}
          isOpen={isScanning}
          open={setScanning}
          find={find}
          switched={switched}
        />
      )}
      {member.byPin && <IdleWatch leave={leave} />}
    </div>
  );
}
