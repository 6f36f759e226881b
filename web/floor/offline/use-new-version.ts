import { useEffect, useState } from "react";
import { ownScript } from "./keep-shell.ts";

const beat = 30 * 60_000;

/** Whether the server has a newer version of this page. It is offered between tasks and never forced. */
export function useNewVersion(): boolean {
  const [isThere, setThere] = useState(false);
  useEffect(() => {
    if (isThere) return undefined;
    let over = false;
    const look = async (): Promise<void> => {
      const script = ownScript();
      if (script === null || document.visibilityState !== "visible" || !navigator.onLine) return;
      const page = await fetch("/floor/", { cache: "no-cache" }).catch(() => undefined);
      if (page?.ok !== true) return;
      const text = await page.text();
      // A page of ours that starts with another script; a proxy's own words are none.
      if (!over && !text.includes(script) && text.includes('type="module"')) setThere(true);
    };
    const onVisible = (): void => void look();
    const timer = setInterval(onVisible, beat);
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      over = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [isThere]);
  return isThere;
}
