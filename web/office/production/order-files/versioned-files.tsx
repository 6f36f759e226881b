import { ActionIcon, Button } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useRef, useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { UploadRow } from "../../files/file-list.tsx";
import { useUploads } from "../../files/use-uploads.ts";
import { Section } from "../../shell/page.tsx";
import { Mark } from "../mark.tsx";
import { useTexts } from "../texts.ts";
import { FileLine } from "./file-line.tsx";
import style from "./order-files.module.css";

type Versioned = OutputOf<"showOrderFiles">["drawings"][number];
type Props = {
  readonly orderId: string;
  readonly fileRole: "drawing" | "attachment";
  readonly title: string;
  readonly empty: string;
  readonly files: readonly Versioned[];
  readonly changeable: boolean;
};

const taken = "image/*,.pdf,.txt,.csv,.xlsx,.docx,.odt,.ods,.dxf";

/** Files of an order, dropped or chosen; one of the same name becomes the next version, the older ones stay. */
export function VersionedFiles({ orderId, fileRole, title, empty, files, changeable }: Props) {
  const { t } = useTexts();
  const place = { thing: "order", thingId: orderId, role: fileRole } as const;
  const { uploads, add, again, forget } = useUploads(place);
  const [over, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <div
      className={style.target}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!changeable || !event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return;
        setOver(false);
      }}
      onDrop={(event) => {
        setOver(false);
        if (!changeable || event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        add([...event.dataTransfer.files]);
      }}
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
              {t("files.add")}
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
            accept={taken}
            aria-label={`${t("files.add")}: ${title}`}
            onChange={({ currentTarget }) => {
              add([...(currentTarget.files ?? [])]);
              currentTarget.value = "";
            }}
          />
        )}
        <div className={style.body}>
          {files.length === 0 && uploads.length === 0 && (
            <p className={style.empty}>
              {empty} {changeable && t("files.dropHere")}
            </p>
          )}
          <ul className={style.files}>
            {files.map((file) => (
              <li key={file.name}>
                <File file={file} place={place} changeable={changeable} />
              </li>
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
          {changeable && files.length > 0 && <p className={style.empty}>{t("files.again")}</p>}
        </div>
      </Section>
    </div>
  );
}

function File(props: {
  readonly file: Versioned;
  readonly place: {
    readonly thing: "order";
    readonly thingId: string;
    readonly role: "drawing" | "attachment";
  };
  readonly changeable: boolean;
}) {
  const { place, changeable } = props;
  const { t } = useTexts();
  const attach = useCommand("attachFile");
  const detach = useCommand("detachFile");
  const [current, ...older] = props.file.versions;
  if (current === undefined) return null;
  const remove = async (version: Versioned["versions"][number]): Promise<void> => {
    const input = { ...place, fileId: version.id };
    if (!(await detach.run(input)).ok) return;
    notify({
      tone: "done",
      text: t("files.removed", { name: version.name }),
      act: { label: t("action.undo"), run: () => void attach.run(input) },
    });
  };
  const removal = (version: Versioned["versions"][number]) =>
    changeable && (
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`${t("files.remove", { name: version.name })}, ${t("files.version", { number: version.number })}`}
        onClick={() => void remove(version)}
      >
        <IconX size={16} aria-hidden />
      </ActionIcon>
    );
  const several = older.length > 0 || current.number > 1;
  return (
    <>
      <FileLine
        file={current}
        marks={
          several && (
            <>
              <span className="soft">{t("files.version", { number: current.number })}</span>{" "}
              <Mark tone="done">{t("files.current")}</Mark>
            </>
          )
        }
        acts={removal(current)}
      />
      {older.length > 0 && (
        <details className={style.older}>
          <summary>{t("files.older", { count: older.length })}</summary>
          <ul className={style.files}>
            {older.map((version) => (
              <li key={version.id}>
                <FileLine
                  file={version}
                  marks={<span className="soft">{t("files.version", { number: version.number })}</span>}
                  acts={removal(version)}
                />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
