import { useCallback, useEffect, useState } from "react";
import { call, type Refused } from "#web/shared/call.ts";
import { feel, readySound } from "../feedback.ts";
import { serverNow } from "../server-clock.ts";
import { BigButton } from "../shell/big-button.tsx";
import { Face } from "../shell/face.tsx";
import { useTexts } from "../texts.ts";
import style from "./sign-in.module.css";

type Props = {
  readonly member: { readonly id: string; readonly name: string };
  readonly signedIn: () => void;
  readonly back: () => void;
  readonly deviceUnknown: () => void;
};

const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const fewest = 4;
const most = 8;

/** Large keys; a lock-out says until when, and lets go by itself. */
export function PinPad({ member, signedIn, back, deviceUnknown }: Props) {
  const { t, refusal: wordsOf, time, duration } = useTexts();
  const [pin, setPin] = useState("");
  const [asking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<Refused>();
  const [lockedUntil, setLockedUntil] = useState<number>();
  const secondsLocked = useSecondsUntil(lockedUntil, () => {
    setLockedUntil(undefined);
    setRefusal(undefined);
  });
  const locked = lockedUntil !== undefined;

  const press = useCallback((key: string) => {
    setRefusal(undefined);
    setPin((typed) => (key === "delete" ? typed.slice(0, -1) : (typed + key).slice(0, most)));
  }, []);

  const enter = useCallback(async () => {
    readySound();
    setAsking(true);
    const answer = await call("signInByPin", { memberId: member.id, pin });
    setAsking(false);
    setPin("");
    if (answer.ok) {
      feel("done");
      signedIn();
      return;
    }
    feel("refused");
    if (answer.refusal.code === "device_unknown") {
      deviceUnknown();
      return;
    }
    setRefusal(answer.refusal);
    setLockedUntil(endOfLock(answer.refusal));
  }, [member.id, pin, signedIn, deviceUnknown]);

  const ready = pin.length >= fewest && !asking && !locked;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || locked) return;
      if (/^\d$/.test(event.key)) press(event.key);
      if (event.key === "Backspace") press("delete");
      // On a focused key, Enter presses that key.
      if (event.key === "Enter" && ready && document.activeElement?.tagName !== "BUTTON") void enter();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [press, enter, ready, locked]);

  return (
    <main className={style.pad}>
      <div className={style.who}>
        <Face id={member.id} name={member.name} />
        <h1 className={style.hint}>{t("floor.pin.hint", { name: member.name })}</h1>
      </div>
      <p
        className={style.dots}
        role="status"
        aria-label={t("floor.pin.entered", { count: pin.length })}
        data-length={pin.length}
      >
        {"●".repeat(pin.length)}
        {"○".repeat(Math.max(0, fewest - pin.length))}
      </p>
      <div role="alert" className={style.said}>
        {refusal !== undefined && !locked && <p className={style.refused}>{wordsOf(refusal)}</p>}
        {lockedUntil !== undefined && (
          <p className={style.refused}>
            {t("floor.pin.locked", {
              time: time(new Date(lockedUntil)),
              // By the minute, so that a screen reader is not told each second.
              wait: duration(secondsLocked > 60 ? Math.ceil(secondsLocked / 60) * 60 : 60),
            })}
          </p>
        )}
      </div>
      <div className={style.keys} role="group" aria-label={t("floor.pin.title")}>
        {digits.map((digit) => (
          <BigButton key={digit} size="huge" disabled={locked} onClick={() => press(digit)}>
            {digit}
          </BigButton>
        ))}
        <BigButton disabled={locked || pin === ""} onClick={() => press("delete")}>
          {t("floor.pin.delete")}
        </BigButton>
        <BigButton size="huge" disabled={locked} onClick={() => press("0")}>
          0
        </BigButton>
        <BigButton tone="start" disabled={!ready} onClick={() => void enter()}>
          {t("floor.pin.enter")}
        </BigButton>
      </div>
      <BigButton onClick={back}>{t("floor.pin.notMe")}</BigButton>
    </main>
  );
}

/** Milliseconds by the server's clock, from whatever the refusal tells of its end. */
function endOfLock({ code, data }: Refused): number | undefined {
  const until = data?.["until"] ?? data?.["lockedUntil"];
  if (typeof until === "string" && !Number.isNaN(Date.parse(until))) return Date.parse(until);
  const retryAfter = data?.["retryAfter"];
  if (typeof retryAfter === "number" && (code === "pin_locked" || code === "too_many_attempts")) {
    return serverNow() + retryAfter * 1000;
  }
  return undefined;
}

function useSecondsUntil(end: number | undefined, over: () => void): number {
  const [, setBeats] = useState(0);
  useEffect(() => {
    if (end === undefined) return undefined;
    const timer = setInterval(() => {
      if (end <= serverNow()) over();
      else setBeats((beats) => beats + 1);
    }, 1_000);
    return () => clearInterval(timer);
    // oxlint-disable-next-line react/exhaustive-deps -- `over` only sets states
  }, [end]);
  return end === undefined ? 0 : Math.max(0, (end - serverNow()) / 1000);
}
