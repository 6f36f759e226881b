import type { ReactNode } from "react";
import style from "./message.module.css";

type Props = {
  readonly title: string;
  readonly text: string;
  readonly level?: 1 | 2;
  readonly children?: ReactNode;
};

/** What this place is for, or what happened, and the one next step. */
export function Message({ title, text, level = 1, children }: Props) {
  // Alone on the screen it is the page; among others, a part of it.
  const Heading = level === 1 ? "h1" : "h2";
  const Place = level === 1 ? "main" : "div";
  return (
    <Place className={style.message}>
      <Heading className={style.title}>{title}</Heading>
      {text !== "" && <p className={style.text}>{text}</p>}
      {children !== undefined && <div className={style.acts}>{children}</div>}
    </Place>
  );
}

/** Stands in the place of cards that are coming. */
export function CardSkeleton({ label }: { readonly label: string }) {
  return (
    <div className={style.skeleton} role="status" aria-label={label}>
      <div className={style.ghost} />
      <div className={style.ghost} />
    </div>
  );
}
