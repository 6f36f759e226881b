import { useEffect, useRef } from "react";

const most = 200;
/** Nobody types that many letters into no field. */
const fewest = 12;

/**
 * A hand scanner is a keyboard to the browser: it types what it reads, and Enter. Heard wherever the focus is, but
 * in a field, which takes what is typed into it. `take` answers whether the code was one: then nothing else, like a
 * button with the focus, hears that Enter.
 */
export function useTypedCode(take: (code: string) => boolean): void {
  const taking = useRef(take);
  useEffect(() => {
    taking.current = take;
  });
  useEffect(() => {
    let typed = "";
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) {
        typed = "";
        return;
      }
      if (event.key !== "Enter") {
        if (event.key.length === 1) typed = (typed + event.key).slice(-most);
        return;
      }
      const code = typed;
      typed = "";
      if (code.length < fewest || !taking.current(code)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener("keydown", onKey, true);
    return () => document.removeEventListener("keydown", onKey, true);
  }, []);
}
