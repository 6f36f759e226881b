import { useEffect, useState } from "react";
import { fetchSignIn } from "../sign-in/late-sign-in.ts";
import { BigButton } from "../shell/big-button.tsx";
import { useTexts } from "../texts.ts";
import style from "./my-stages.module.css";

const secondsUntilAsked = 45;
const secondsToAnswer = 15;

/** A shared tablet goes back to the faces when nobody touches it, and says so before. Work runs on meanwhile. */
export function IdleWatch({ leave }: { readonly leave: () => void }) {
  const { t } = useTexts();
  const [left, setLeft] = useState(secondsUntilAsked + secondsToAnswer);
  const over = left <= 0;
  useEffect(fetchSignIn, []);
  useEffect(() => {
    const touched = (): void => setLeft(secondsUntilAsked + secondsToAnswer);
    const timer = setInterval(() => setLeft((seconds) => seconds - 1), 1_000);
    const signs = ["pointerdown", "keydown", "scroll", "input"] as const;
    for (const sign of signs) document.addEventListener(sign, touched, { capture: true, passive: true });
    return () => {
      clearInterval(timer);
      for (const sign of signs) document.removeEventListener(sign, touched, { capture: true });
    };
  }, []);
  useEffect(() => {
    if (!over) return;
    leave();
    // Without network nobody can leave: it asks again.
    setLeft(secondsUntilAsked + secondsToAnswer);
    // oxlint-disable-next-line react/exhaustive-deps -- once
  }, [over]);
  if (left > secondsToAnswer) return null;
  return (
    <div className={style.idle} role="status">
      <p aria-hidden>{t("floor.idle", { seconds: Math.max(0, left) })}</p>
      {/* Said once, not each second. */}
      <p className="unseen">{t("floor.idle", { seconds: secondsToAnswer })}</p>
      <BigButton>{t("floor.idle.stay")}</BigButton>
    </div>
  );
}
