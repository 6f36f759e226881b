import { Picture } from "#web/shared/file-picture.tsx";
import { useRoute } from "#web/shared/queries.ts";
import { BigButton } from "../shell/big-button.tsx";
import { useTexts } from "../texts.ts";
import style from "./reason-tiles.module.css";

type Props = {
  readonly chosen: string | null;
  readonly choose: (reason: { readonly id: string; readonly name: string }) => void;
};

/** Why it failed, with a picture of it where the dictionary has one: seen faster than read. */
export function ReasonTiles({ chosen, choose }: Props) {
  const { t, refusal: wordsOf } = useTexts();
  const { data, pending, refusal, refetch } = useRoute("listDefectReasons", {});
  const reasons = (data?.rows ?? []).filter(({ archived }) => !archived);
  if (data === undefined && refusal !== undefined) {
    return (
      <div className={style.failed} role="alert">
        <p>{wordsOf(refusal)}</p>
        <BigButton onClick={refetch}>{t("action.retry")}</BigButton>
      </div>
    );
  }
  if (!pending && reasons.length === 0) return <p className={style.failed}>{t("floor.defect.noReasons")}</p>;
  return (
    <div className={style.tiles} aria-busy={pending} role="group" aria-label={t("floor.defect.reason")}>
      {reasons.map(({ id, name, photoId }) => (
        <BigButton key={id} size="huge" chosen={chosen === id} onClick={() => choose({ id, name })}>
          <span className={style.tile}>
            {photoId !== null && (
              <Picture fileId={photoId} size="thumbnail" alt="" className={style.picture} fallback={null} />
            )}
            <span>{name}</span>
          </span>
        </BigButton>
      ))}
      {pending && [1, 2, 3, 4].map((ghost) => <div key={ghost} className={style.ghost} />)}
    </div>
  );
}
