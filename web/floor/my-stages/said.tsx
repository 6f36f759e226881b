import { BigButton } from "../shell/big-button.tsx";
import { useTexts } from "../texts.ts";
import style from "./my-stages.module.css";
import type { RefusalText, SaidText } from "./use-said.ts";

type SaidProps = {
  readonly said: SaidText | undefined;
  readonly close: () => void;
  /** Pause and Finish stand at the bottom. */
  readonly aboveActs: boolean;
};

/** What has just happened, with its Undo where there is a true one; gone after five seconds. */
export function Said({ said, close, aboveActs }: SaidProps) {
  const { t } = useTexts();
  return (
    <div className={style.said} role="status" data-above-acts={aboveActs}>
      {said !== undefined && (
        <div className={style.saidInside} key={said.id}>
          <p>{said.text}</p>
          {said.undo !== undefined && (
            <BigButton
              onClick={() => {
                close();
                said.undo?.();
              }}
            >
              {t("action.undo")}
            </BigButton>
          )}
        </div>
      )}
    </div>
  );
}

type Props = { readonly refusals: readonly RefusalText[]; readonly dismiss: (id: number) => void };

/** What this phone could not do is large and stays until it is tapped: it may have been spoken to a back. */
export function Refusals({ refusals, dismiss }: Props) {
  const { t } = useTexts();
  return (
    <div className={style.refusals} role="alert">
      {refusals.map(({ id, text }) => (
        <div key={id} className={style.refusal}>
          <p>{text}</p>
          <div className={style.refusalActs}>
            <BigButton onClick={() => dismiss(id)}>{t("floor.understood")}</BigButton>
          </div>
        </div>
      ))}
    </div>
  );
}
