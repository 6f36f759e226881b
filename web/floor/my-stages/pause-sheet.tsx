import { useRoute } from "#web/shared/queries.ts";
import { BigButton } from "../shell/big-button.tsx";
import { Sheet } from "../shell/sheet.tsx";
import { useTexts } from "../texts.ts";
import style from "./sheets.module.css";

type Props = {
  readonly close: () => void;
  /** Null: without a reason. */
  readonly pause: (reasonId: string | null) => void;
};

/** One tap on a reason pauses. */
export function PauseSheet({ close, pause }: Props) {
  const { t } = useTexts();
  const { data, pending } = useRoute("listStopReasons", {});
  const reasons = (data?.rows ?? []).filter(({ kind, archived }) => kind === "pause" && !archived);
  return (
    <Sheet
      title={t("floor.pause.title")}
      close={close}
      foot={<BigButton onClick={close}>{t("floor.pause.keep")}</BigButton>}
    >
      <div className={style.choices} aria-busy={pending}>
        {reasons.map(({ id, name }) => (
          <BigButton key={id} size="huge" tone="pause" onClick={() => pause(id)}>
            {name}
          </BigButton>
        ))}
        {/* Also the way while the reasons have not come, on bad Wi-Fi: stopping the clock can't wait for a list. */}
        <BigButton size="huge" onClick={() => pause(null)}>
          {t("floor.pause.noReason")}
        </BigButton>
      </div>
    </Sheet>
  );
}
