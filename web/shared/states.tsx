import type { ReactNode } from "react";
import type { Refused } from "./call.ts";
import { useConnected } from "./live.ts";
import style from "./states.module.css";
import { useTexts } from "./texts.tsx";

/** What this place is for, and the one next step. */
export function EmptyState(props: {
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className={style.empty}>
      <h2>{props.title}</h2>
      <p>{props.text}</p>
      {props.children}
    </div>
  );
}

/** A refusal where it belongs, with the way to try again where there is one. */
export function RefusalNotice(props: { readonly refusal: Refused | undefined; readonly retry?: () => void }) {
  const { t, refusal } = useTexts();
  if (props.refusal === undefined) return null;
  const fields = props.refusal.fields?.map((fault) => fault.message) ?? [];
  return (
    <div className={style.refusal} role="alert">
      <p>{[refusal(props.refusal), ...fields].join(" ")}</p>
      {props.retry !== undefined && (
        <button type="button" className={style.again} onClick={props.retry}>
          {t("action.retry")}
        </button>
      )}
    </div>
  );
}

/** Stands in the place of what is coming; never over the whole page. */
export function PageSkeleton({ lines = 6 }: { readonly lines?: number }) {
  const { t } = useTexts();
  return (
    <div className={style.skeleton} role="status" aria-label={t("state.loading")}>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className={style.bar} />
      ))}
    </div>
  );
}

/** The quiet bar: what is on the screen may be old, and nothing is lost. */
export function ConnectionBar() {
  const { t } = useTexts();
  return useConnected() ? null : (
    <div className={style.offline} role="status">
      {t("state.noConnection")}
    </div>
  );
}
