import { ActionIcon } from "@mantine/core";
import { IconDownload, IconFile } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { fileAddress, Picture } from "#web/shared/file-picture.tsx";
import { FileSize } from "../../files/file-list.tsx";
import { useTexts } from "../texts.ts";
import style from "./order-files.module.css";

type Props = {
  readonly file: OutputOf<"showOrderFiles">["product"][number];
  /** Instead of the name: where a photo is from. */
  readonly said?: ReactNode;
  /** Beside the name: which version it is. */
  readonly marks?: ReactNode;
  readonly acts?: ReactNode;
  /** The picture above its words, not beside them. */
  readonly tall?: boolean;
};

/** A file with its preview: opened by the preview, saved by the arrow. */
export function FileLine({ file, said, marks, acts, tall = false }: Props) {
  const { t, dateTime, date } = useTexts();
  const address = fileAddress(file.id, "full");
  return (
    <div className={style.file} data-tall={tall || undefined}>
      {file.kind === "picture" ? (
        <a
          href={address}
          target="_blank"
          rel="noreferrer"
          className={style.preview}
          aria-label={t("files.open", { name: file.name })}
        >
          <Picture fileId={file.id} size="thumbnail" alt="" />
        </a>
      ) : (
        <span className={style.preview} data-document>
          <IconFile size={22} aria-hidden />
        </span>
      )}
      <div className={style.words}>
        <span className={style.name} title={file.name}>
          {said ?? file.name} {marks}
        </span>
        <span className="soft" title={dateTime(file.addedAt)}>
          {file.addedByName !== null && `${file.addedByName} · `}
          {date(file.addedAt)} · <FileSize bytes={file.bytes} />
        </span>
      </div>
      <div className={style.acts}>
        <ActionIcon
          component="a"
          href={address}
          download=""
          variant="subtle"
          color="gray"
          aria-label={t("files.save", { name: file.name })}
        >
          <IconDownload size={16} aria-hidden />
        </ActionIcon>
        {acts}
      </div>
    </div>
  );
}
