import { useEffect } from "react";

/** Only a secure address has it; elsewhere the menu says that the screen may go dark. */
export const canStayAwake = (): boolean => "wakeLock" in navigator;

/** The screen stays on while work runs. The browser lets go whenever the page is hidden, so it is asked again. */
export function useWakeLock(wanted: boolean): void {
  useEffect(() => {
    if (!wanted || !canStayAwake()) return undefined;
    let lock: WakeLockSentinel | undefined;
    let over = false;
    const ask = async (): Promise<void> => {
      if (document.visibilityState !== "visible") return;
      // A low battery refuses: the work goes on with a dark screen.
      const given = await navigator.wakeLock.request("screen").catch(() => undefined);
      if (over) await given?.release();
      else lock = given;
    };
    const onVisible = (): void => void ask();
    void ask();
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      over = true;
      document.removeEventListener("visibilitychange", onVisible);
      void lock?.release();
    };
  }, [wanted]);
}
