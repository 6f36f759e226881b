import { ActionIcon, Button } from "@mantine/core";
import { IconDownload, IconFile, IconPlus, IconX } from "@tabler/icons-react";
import { type DragEvent, useRef, useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { fileAddress, Picture } from "#web/shared/file-picture.tsx";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { Section } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { type Place, type Upload, useUploads } from "./use-uploads.ts";
import style from "./file-list.module.css";

export type AttachedFile = OutputOf<"listFiles">["rows"][number];

type Props = {
  readonly thing: Place["thing"];
  readonly thingId: string;
  /** Which of the thing's files: 'photo' takes pictures alone. */
  readonly fileRole?: NonNullable<Place["role"]>;
  readonly title: string;
  /** What stands there while there are none. */
  readonly empty: string;
  /** Whether who looks may add and remove; the server asks again. */
  readonly changeable: boolean;
};

const documents = ".pdf,.txt,.csv,.xlsx,.docx,.odt,.ods,.dxf";

/** The files of a thing: dropped or chosen, seen, saved, removed with a way back. */
export function FileList({ thing, thingId, fileRole: role = "attachment", title, empty, changeable }: Props) {
  const { t } = useTexts();
  const place = { thing, thingId, role };
  const { data, refusal, refetch } = useRoute("listFiles", { thing, thingId });
  const { uploads, add, again, forget } = useUploads(place);
  const [over, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const files = data?.rows.filter((file) => file.role === role);
  const label = role === "photo" ? t("files.addPhotos") : t("files.add");

  const drag = (event: DragEvent): void => {
    if (!changeable || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    setOver(true);
  };
  const drop = (event: DragEvent): void => {
    setOver(false);
    if (!changeable || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    add([...event.dataTransfer.files]);
  };
  return (
    <div
      className={style.target}
      data-over={over || undefined}
      onDragEnter={drag}
      onDragOver={drag}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) {
          setOver(false);
        }
      }}
      onDrop={drop}
    >
      <Section
        title={title}
        actions={
          changeable && (
            <Button
              size="xs"
              variant="light"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => chooser.current?.click()}
            >
              {label}
            </Button>
          )
        }
      >
        {changeable && (
          <input
            ref={chooser}
            type="file"
            hidden
            multiple
            accept={role === "photo" ? "image/*" : `image/*,${documents}`}
            aria-label={label}
            onChange={({ currentTarget }) => {
              add([...(currentTarget.files ?? [])]);
              currentTarget.value = "";
            }}
          />
        )}
        <div className={style.body}>
          {files === undefined && refusal === undefined && <PageSkeleton lines={2} />}
          {files === undefined && <RefusalNotice refusal={refusal} retry={refetch} />}
          {files?.length === 0 && uploads.length === 0 && (
            <p className={style.empty}>
              {empty} {changeable && t("files.dropHere")}
            </p>
          )}
          {(files?.length ?? 0) + uploads.length > 0 && (
            <ul className={style.files}>
              {files?.map((file) => (
                <FileRow key={file.id} file={file} place={place} changeable={changeable} />
              ))}
              {uploads.map((upload) => (
                <UploadRow
                  key={upload.commandId}
                  upload={upload}
                  again={() => again(upload)}
                  forget={() => forget(upload.commandId)}
                />
              ))}
            </ul>
          )}
        </div>
      </Section>
    </div>
  );
}

function FileRow(props: {
  readonly file: AttachedFile;
  readonly place: Place;
  readonly changeable: boolean;
}) {
  const { file, place, changeable } = props;
  const { t, dateTime } = useTexts();
  const attach = useCommand("attachFile");
  const detach = useCommand("detachFile");
  const address = fileAddress(file.id, "full");
  const remove = async (): Promise<void> => {
    const input = { ...place, fileId: file.id };
    const answer = await detach.run(input, {
      optimistic: (cache) =>
        cache.change("listFiles", (shown, asked) =>
          asked.thingId === place.thingId
            ? {
                ...shown,
                rows: shown.rows.filter(({ id, role }) => id !== file.id || role !== file.role),
              }
            : shown,
        ),
    });
    if (!answer.ok) return;
    notify({
      tone: "done",
      text: t("files.removed", { name: file.name }),
      act: { label: t("action.undo"), run: () => void attach.run(input) },
    });
  };
  return (
    <li className={style.file} data-kind={file.kind}>
      {file.kind === "picture" ? (
        <a href={address} target="_blank" rel="noreferrer" className={style.picture}>
          <Picture fileId={file.id} size="thumbnail" alt={file.name} />
        </a>
      ) : (
        <IconFile size={20} aria-hidden className={style.icon} />
      )}
      <div className={style.words}>
        <span className={style.name} title={file.name}>
          {file.name}
        </span>
        <span className="soft" title={t("files.added", { when: dateTime(file.addedAt) })}>
          <FileSize bytes={file.bytes} />
          {file.addedByName !== null && ` · ${file.addedByName}`}
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
        {changeable && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("files.remove", { name: file.name })}
            onClick={() => void remove()}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        )}
      </div>
    </li>
  );
}

export function UploadRow(props: {
  readonly upload: Upload;
  readonly again: () => void;
  readonly forget: () => void;
}) {
  const { upload, again, forget } = props;
  const { t, refusal, percent } = useTexts();
  return (
    <li className={style.file} data-failed={upload.refusal !== null || undefined}>
      <IconFile size={20} aria-hidden className={style.icon} />
      <div className={style.words}>
        <span className={style.name}>{upload.file.name}</span>
        {upload.refusal === null ? (
          <span className="soft" role="status">
            {t("files.sending", { share: percent(upload.sent.toFixed(2)) })}
          </span>
        ) : (
          <span className={style.refusal} role="alert">
            {refusal(upload.refusal)}
          </span>
        )}
      </div>
      {upload.refusal !== null && (
        <div className={style.acts}>
          <Button size="compact-xs" variant="default" onClick={again}>
            {t("action.retry")}
          </Button>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("files.remove", { name: upload.file.name })}
            onClick={forget}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </div>
      )}
    </li>
  );
}

/** "340 kB", "2.4 MB". */
export function FileSize({ bytes }: { readonly bytes: number }) {
  const { t, number } = useTexts();
  if (bytes < 1_000_000) {
    return <>{t("files.kilobytes", { size: number(String(Math.max(1, Math.round(bytes / 1_000)))) })}</>;
  }
  return <>{t("files.megabytes", { size: number((bytes / 1_000_000).toFixed(1)) })}</>;
}
