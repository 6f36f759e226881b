import type { ReactNode } from "react";
import { initials } from "../shell/person-menu.tsx";
import type { Tone } from "./order-tones.ts";
import style from "./mark.module.css";

/** A word on a small plate. Plain elements: a board shows hundreds of them. */
export function Mark({ tone = "plain", children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <span className={style.mark} data-tone={tone}>
      {children}
    </span>
  );
}

/** Who works on it: the letters of the name, the name itself on hover and for screen readers. */
export function Face({ name, named = false }: { readonly name: string; readonly named?: boolean }) {
  return (
    <span className={style.person} title={name}>
      <span className={style.face} aria-hidden>
        {initials(name)}
      </span>
      <span className={named ? undefined : "unseen"}>{name}</span>
    </span>
  );
}

/** How much of a whole: for the eye, the words stand beside it. */
export function Bar({ done, total }: { readonly done: number; readonly total: number }) {
  const share = total === 0 ? 0 : Math.min(100, (100 * done) / total);
  return (
    <span className={style.bar} data-full={share === 100 || undefined} aria-hidden>
      <span style={{ width: `${share}%` }} />
    </span>
  );
}
