import { type ReactNode, useEffect, useId, useRef } from "react";
import style from "./sheet.module.css";

type Props = {
  readonly title: string;
  readonly close: () => void;
  readonly children: ReactNode;
  /** Stays at the bottom while the rest scrolls. */
  readonly foot?: ReactNode;
};

/** Comes from below over everything else; the browser's own dialog keeps the focus inside and closes on Esc. */
export function Sheet({ title, close, children, foot }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const closing = useRef(close);
  useEffect(() => {
    closing.current = close;
  });
  useEffect(() => {
    const shown = dialog.current;
    if (shown === null) return undefined;
    // The event comes late: by then the sheet may be open again (React mounts twice in development).
    const onClose = (): void => {
      if (!shown.open) closing.current();
    };
    // A tap beside the sheet lands on the dialog itself: its content has an element of its own.
    const onTap = (event: MouseEvent): void => {
      if (event.target === shown) shown.close();
    };
    shown.addEventListener("close", onClose);
    shown.addEventListener("click", onTap);
    shown.showModal();
    return () => {
      shown.removeEventListener("close", onClose);
      shown.removeEventListener("click", onTap);
      shown.close();
    };
  }, []);
  return (
    <dialog ref={dialog} className={style.sheet} aria-labelledby={titleId}>
      <div className={style.inside}>
        <h2 id={titleId} className={style.title} tabIndex={-1} autoFocus>
          {title}
        </h2>
        <div className={style.body}>{children}</div>
        {foot !== undefined && <div className={style.foot}>{foot}</div>}
      </div>
    </dialog>
  );
}
