import { type RefObject, useEffect, useRef } from "react";

/** The field of a form that one has come to by scanning or by a button is where one types next. */
export function useFocus(wanted: boolean): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (wanted) form.current?.querySelector("input")?.focus();
  }, [wanted]);
  return form;
}
