import type { ReactNode } from "react";

type Props = { readonly label: string; readonly plate?: boolean; readonly children: ReactNode };

/** A table that may be wider than its place and has nothing to focus in it: it scrolls aside by the keyboard, too. */
export function ScrollAside({ label, plate = false, children }: Props) {
  return (
    <div
      className={plate ? "plate scroll-aside" : "scroll-aside"}
      role="group"
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- not every browser lets one scroll without it
      tabIndex={0}
    >
      {children}
    </div>
  );
}
