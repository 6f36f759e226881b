import { useEffect, useState } from "react";
import { BigButton } from "../shell/big-button.tsx";
import { type FloorTexts, useTexts } from "../texts.ts";
import type { TapVerb } from "../my-stages/show-taps.ts";
import type { useActs } from "../my-stages/use-acts.ts";
import style from "./attention.module.css";
import type { KeptTap, TapRefusal } from "./kept-tap.ts";
import type { Attention as Waits } from "./outbox.ts";
import { outboxOfPage, pictureOf } from "./page-outbox.ts";
import { workedMeanwhile } from "./worked-meanwhile.ts";

type Props = {
  readonly waits: readonly Waits[];
  /** To what a tap was about, with what was typed, where that is still at hand. */
  readonly wayBackOf: (tap: KeptTap, refused: TapRefusal) => (() => void) | undefined;
  readonly acts: Pick<ReturnType<typeof useActs>, "act" | "say" | "touched">;
};

/**
 * What the server did not take. Each stays, over a reload too, until its person has said what to do: nothing that was
 * tapped vanishes. Large, for it may have been spoken to a back.
 */
export function Attention({ waits, wayBackOf, acts }: Props) {
  const { t } = useTexts();
  if (waits.length === 0) return <div role="alert" />;
  return (
    <div className={style.attention} role="alert">
      <h2 className={style.title}>{t("floor.attention")}</h2>
      {waits.map((wait) => (
        <Refused key={wait.tap.number} wait={wait} wayBackOf={wayBackOf} acts={acts} />
      ))}
    </div>
  );
}

function Refused({ wait, wayBackOf, acts }: Omit<Props, "waits"> & { readonly wait: Waits }) {
  const texts = useTexts();
  const { t, time, refusal: wordsOf } = texts;
  const outbox = outboxOfPage();
  const { tap, followers } = wait;
  const [card] = tap.before;
  const refused = tap.refused ?? { code: "unexpected_here", message: "" };
  const wayBack = wayBackOf(tap, refused);
  return (
    <div className={style.refused}>
      {card !== undefined && (
        <p className={style.what}>
          {t("floor.attention.what", {
            verb: verbText(tap.verb, texts),
            stage: card.stageName,
            number: card.orderNumber,
            time: time(tap.at),
          })}
        </p>
      )}
      <p>{wordsOf(refused)}</p>
      {tap.photos !== undefined && (
        <div className={style.photos}>
          {tap.photos.map(({ id }, index) => (
            <KeptPhoto key={id} id={id} alt={t("photos.photo", { number: index + 1 })} />
          ))}
        </div>
      )}
      <LastAct refused={refused} />
      {followers.length > 0 && <p>{t("floor.attention.followers", { count: followers.length })}</p>}
      <div className={style.acts}>
        <ProposeWork wait={wait} acts={acts} />
        {wayBack === undefined ? (
          <BigButton onClick={() => void outbox.tryAgain(wait)}>{t("floor.attention.again")}</BigButton>
        ) : (
          <BigButton
            onClick={() => {
              void outbox.discard(wait);
              wayBack();
            }}
          >
            {t("floor.finish.again")}
          </BigButton>
        )}
        <BigButton onClick={() => void outbox.discard(wait)}>{t("floor.attention.discard")}</BigButton>
      </div>
    </div>
  );
}

/** Time that one worked on when somebody else had ended the run already: said once, and a supervisor decides. */
function ProposeWork({ wait, acts }: Pick<Props, "acts"> & { readonly wait: Waits }) {
  const { t, duration } = useTexts();
  const { tap } = wait;
  const [runId] = tap.runIds;
  const worked = workedMeanwhile(tap);
  if (worked === null || runId === undefined) return null;
  const { from, to } = worked;
  const time = duration(worked.seconds);
  const words = t("floor.attention.propose", { time });
  const propose = (): void => {
    acts.touched();
    const stretches = [{ memberId: tap.memberId, kind: "work" as const, from, to }];
    const input = { runId, stretches, reason: t("floor.attention.reason") };
    const show = (): number => acts.say(t("floor.attention.proposed", { time }));
    void acts.act("proposeTimeCorrection", words, tap.before, input, { show });
    void outboxOfPage().discard(wait);
  };
  return <BigButton onClick={propose}>{words}</BigButton>;
}

/** As it lies on this phone: by it one knows what is about to be discarded. */
function KeptPhoto({ id, alt }: { readonly id: string; readonly alt: string }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    let made: string | undefined;
    let over = false;
    const show = async (): Promise<void> => {
      const picture = await pictureOf(id);
      if (over || picture === undefined) return;
      made = URL.createObjectURL(new Blob([picture.bytes], { type: picture.type }));
      setAddress(made);
    };
    void show();
    return () => {
      over = true;
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [id]);
  // What is no picture after all shows its words.
  return address === undefined ? null : <img className={style.photo} src={address} alt={alt} />;
}

/** Refusals that say that the run is not as it was. */
const overtaken = new Set(["verb_not_now", "not_yours", "not_in_crew", "order_closed", "already_in_crew"]);

/** What somebody else did meanwhile, as the server says it beside the refusal (modules/production/store/last-act-on-run.ts). */
function LastAct({ refused }: { readonly refused: TapRefusal }) {
  const { t, time } = useTexts();
  const last = overtaken.has(refused.code) ? refused.data?.["last"] : undefined;
  if (typeof last !== "object" || last === null) return null;
  const { kind, by, at } = last as { readonly kind: string; readonly by: string; readonly at: string };
  return <p>{t("floor.attention.last", { kind, name: by, time: time(at) })}</p>;
}

function verbText(verb: TapVerb, { t }: Pick<FloorTexts, "t">): string {
  switch (verb) {
    case "startRun":
      return t("verb.start");
    case "pauseRun":
      return t("verb.pause");
    case "resumeRun":
      return t("verb.resume");
    case "finishRun":
      return t("verb.finish");
    case "cancelStart":
      return t("verb.cancelStart");
    case "reportDefect":
      return t("verb.reportDefect");
    case "recordProgress":
      return t("floor.progress.open");
    case "confirmWork":
      return t("floor.still.yes");
    case "stopForgotten":
      return t("floor.still.no");
    case "proposeTimeCorrection":
      return t("floor.attention.reason");
    case "joinRun":
      return t("floor.join");
    case "leaveRun":
      return t("floor.leave");
    case "undoWork":
      return t("action.undo");
  }
}
