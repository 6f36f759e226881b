import { useRef, useState } from "react";
import { call } from "#web/shared/call.ts";
import { feel, readySound } from "../feedback.ts";
import { useTexts } from "./texts.ts";

type Parts = {
  readonly signedIn: () => void;
  /** The device is not registered any more, whatever the badge. */
  readonly deviceUnknown: () => void;
};

/** Signs in whoever shows this badge. `told` says what is going on, or why not. */
export function useBadge({ signedIn, deviceUnknown }: Parts) {
  const { t, refusal: wordsOf } = useTexts();
  const [told, setTold] = useState<string>();
  const asking = useRef(false);

  const show = async (badge: string): Promise<void> => {
    // It lies before the camera still.
    if (asking.current) return;
    asking.current = true;
    readySound();
    setTold(t("tablet.badge.asking"));
    const answer = await call("signInByBadge", { badge });
    asking.current = false;
    if (answer.ok) {
      setTold(undefined);
      feel("done");
      signedIn();
      return;
    }
    feel("refused");
    if (answer.refusal.code === "device_unknown") deviceUnknown();
    setTold(wordsOf(answer.refusal));
  };
  return { told, tell: setTold, show };
}
