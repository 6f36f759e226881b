import { useState } from "react";
import { Picture } from "#web/shared/file-picture.tsx";
import { BigButton } from "../shell/big-button.tsx";
import { Sheet } from "../shell/sheet.tsx";
import { useTexts } from "../texts.ts";
import style from "./photos.module.css";

type Props = {
  readonly photoIds: readonly string[];
  /** Stands above the one that is opened. */
  readonly title: string;
};

/** Small pictures; a tap opens one over the screen: a tab of its own would be a dead end on a shared tablet. */
export function Photos({ photoIds, title }: Props) {
  const { t } = useTexts();
  const [open, setOpen] = useState<string>();
  return (
    <div className={style.photos}>
      {photoIds.map((fileId, index) => (
        <button
          key={fileId}
          type="button"
          className={style.photo}
          aria-label={t("photos.photo", { number: index + 1 })}
          onClick={() => setOpen(fileId)}
        >
          <Picture fileId={fileId} size="thumbnail" alt="" />
        </button>
      ))}
      {open !== undefined && (
        <Sheet
          title={title}
          close={() => setOpen(undefined)}
          foot={<BigButton onClick={() => setOpen(undefined)}>{t("action.close")}</BigButton>}
        >
          <Picture fileId={open} size="full" alt={title} className={style.full} />
        </Sheet>
      )}
    </div>
  );
}
