import type { ReactNode } from "react";
import { useTexts } from "../texts.ts";
import style from "./sheets.module.css";

type Props = {
  /** Brought into view when the sheet is sent with it. */
  readonly problem: boolean;
  /** The server's words, where they are about this part. */
  readonly refused: string | undefined;
  readonly children: ReactNode;
};

/** A part of a sheet, with the refusal that is about it. */
export function Part({ problem, refused, children }: Props) {
  return (
    <div className={style.part} data-problem={problem || refused !== undefined}>
      {refused !== undefined && <Refusal words={refused} />}
      {children}
    </div>
  );
}

export function Refusal({ words }: { readonly words: string }) {
  return (
    <p className={style.refused} role="alert">
      {words}
    </p>
  );
}

export function Missing() {
  const { t } = useTexts();
  return (
    <p className={style.note} data-wrong="true" role="alert">
      {t("floor.finish.missing")}
    </p>
  );
}
