import { useEffect } from "react";
import { call } from "#web/shared/call.ts";

const every = 20_000;

/** The office sees since when a floor has been silent; whether this one was heard, nobody here needs to know. */
export function useSignOfLife(route: "hereOnFloor" | "hereOnDevice"): void {
  useEffect(() => {
    const tell = (): void => void call(route, {});
    tell();
    const timer = setInterval(tell, every);
    window.addEventListener("online", tell);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", tell);
    };
  }, [route]);
}
