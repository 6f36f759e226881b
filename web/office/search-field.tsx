import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { searchShortcuts, useShortcuts } from "./shell/shortcuts.ts";
import { useTexts } from "./texts.ts";

type Props = {
  /** What the address says. */
  readonly value: string;
  /** Called when the typing rests. */
  readonly onChange: (value: string) => void;
  readonly label: string;
  /** Called on Enter, as a hand scanner ends a code, with what stands in the field. */
  readonly onEnter?: ((value: string) => void) | undefined;
};

/** A search that lives in the address. "/" leads to it from anywhere on the screen. */
export function SearchField({ value, onChange, label, onEnter }: Props) {
  const { t } = useTexts();
  useShortcuts(searchShortcuts);
  const [typed, setTyped] = useState(value);
  // What the address said last, and what we told it last: another word in it ("Clear", back) is a new start, our
  // own word coming back is not, since typing may have gone on meanwhile.
  const [seen, setSeen] = useState(value);
  const [told, setTold] = useState(value);
  if (value !== seen) {
    setSeen(value);
    if (value !== told) {
      setTold(value);
      setTyped(value);
    }
  }
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    const toSearch = (event: KeyboardEvent): void => {
      const place = event.target instanceof HTMLElement ? event.target : null;
      if (event.key !== "/" || event.ctrlKey || event.metaKey) return;
      if (place?.closest("input, textarea, select, [contenteditable], [role=dialog]") !== null) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener("keydown", toSearch);
    return () => document.removeEventListener("keydown", toSearch);
  }, []);

  const change = (next: string, wait: number): void => {
    setTyped(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setTold(next.trim());
      onChange(next.trim());
    }, wait);
  };
  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={label}
      placeholder={label}
      value={typed}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed !== "" && <CloseButton aria-label={t("search.clear")} size="sm" onClick={() => change("", 0)} />
      }
      onChange={(event) => change(event.currentTarget.value, 250)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || onEnter === undefined || typed.trim() === "") return;
        clearTimeout(timer.current);
        onEnter(typed.trim());
      }}
    />
  );
}
