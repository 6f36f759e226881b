import { useEffect, useRef, useState } from "react";
import { useOutbox } from "../outbox/page-outbox.ts";
import { fetchSignIn } from "../sign-in/late-sign-in.ts";
import { BigButton } from "../shell/big-button.tsx";
import { useTexts } from "../texts.ts";
import { useConnection } from "../use-connection.ts";
import style from "./my-stages.module.css";

const secondsUntilAsked = 45;
const secondsToAnswer = 15;
/** After a tap: time for its Undo, and to see that there is more to do. */
const secondsAfterTap = 12;
/** Taps that have not been answered yet are waited for. */
const secondsToSend = 5;

/**
 * A shared tablet goes back to the faces after each task, and when nobody touches it, and says so before. Whoever goes
 * on touching it has more to do. Work runs on meanwhile.
 */
export function IdleWatch({ leave }: { readonly leave: () => void }) {
  const { t } = useTexts();
  const [left, setLeft] = useState(secondsUntilAsked + secondsToAnswer);
  const [isDone, setDone] = useState(false);
  const over = left <= 0;
  const { waiting } = useOutbox();
  const connected = useConnection();
  const latest = waiting.at(-1)?.number ?? 0;
  const known = useRef(latest);
  useEffect(fetchSignIn, []);
  useEffect(() => {
    const touched = (): void => {
      setLeft(secondsUntilAsked + secondsToAnswer);
      setDone(false);
    };
    const timer = setInterval(() => setLeft((seconds) => seconds - 1), 1_000);
    // Not "scroll": after a tap the page goes to its top by itself.
    const signs = ["pointerdown", "keydown", "wheel", "input"] as const;
    for (const sign of signs) document.addEventListener(sign, touched, { capture: true, passive: true });
    return () => {
      clearInterval(timer);
      for (const sign of signs) document.removeEventListener(sign, touched, { capture: true });
    };
  }, []);
  useEffect(() => {
    if (latest <= known.current) return;
    known.current = latest;
    setLeft(secondsAfterTap);
    setDone(true);
  }, [latest]);
  useEffect(() => {
    if (!over) return;
    // Without network they go when it is back, whoever stands there then.
    if (waiting.length > 0 && connected) {
      setLeft(secondsToSend);
      return;
    }
    leave();
    // Whoever could not leave is asked again.
    setLeft(secondsUntilAsked + secondsToAnswer);
    setDone(false);
    // oxlint-disable-next-line react/exhaustive-deps -- once
  }, [over]);
  if (left > secondsToAnswer) return null;
  const words = isDone ? "floor.idle.done" : "floor.idle";
  return (
    <div className={style.idle} role="status">
      <p aria-hidden>{t(words, { seconds: Math.max(0, left) })}</p>
      {/* Said once, not each second. */}
      <p className="unseen">{t(words, { seconds: isDone ? secondsAfterTap : secondsToAnswer })}</p>
      <BigButton>{t("floor.idle.stay")}</BigButton>
    </div>
  );
}
