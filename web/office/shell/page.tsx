import { type ReactNode, useEffect } from "react";
import { PageSkeleton } from "#web/shared/states.tsx";
import style from "./page.module.css";

type Props = {
  readonly title: string;
  /** Beside the title: counts, marks. */
  readonly aside?: ReactNode;
  /** At the right: what one can do here. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** The page scrolls inside itself (a board) instead of as a whole. */
  readonly fill?: boolean;
};

/** The frame of every screen: heading, actions, content; names the browser's tab. */
export function Page({ title, aside, actions, children, fill = false }: Props) {
  useEffect(() => {
    document.title = `${title} · Treadle`;
  }, [title]);
  return (
    <div className={style.page} data-fill={fill || undefined}>
      <header className={style.head}>
        <h1 className={style.title}>{title}</h1>
        {aside}
        {actions !== undefined && <div className={style.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** Stands where a screen will, while its code is fetched. */
export function ScreenPending() {
  return (
    <div className={style.page}>
      <PageSkeleton />
    </div>
  );
}

/** A part of a page on a plate of its own, with a heading. */
export function Section(props: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={style.section} aria-label={props.title}>
      <header className={style.sectionHead}>
        <h2 className={style.sectionTitle}>{props.title}</h2>
        {props.actions !== undefined && <div className={style.actions}>{props.actions}</div>}
      </header>
      {props.children}
    </section>
  );
}
