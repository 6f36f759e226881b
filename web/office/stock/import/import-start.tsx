import { Button } from "@mantine/core";
import { IconFileSpreadsheet, IconUpload } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type DragEvent, useRef, useState } from "react";
import { newCommandId, type Refused } from "#web/shared/call.ts";
import { usePages } from "#web/shared/queries.ts";
import { RefusalNotice } from "#web/shared/states.tsx";
import { RelativeTime } from "#web/shared/texts.tsx";
import { uploadItemImport } from "#web/shared/upload.ts";
import { Mark } from "../../production/mark.tsx";
import { MoreButton } from "../../shell/more-button.tsx";
import { Section } from "../../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { exportAddress } from "./export-address.ts";
import { importTones } from "./import-tones.ts";
import style from "./import.module.css";

const route = getRouteApi("/w/$workspace/items/import");
const taken = ".csv,.tsv,.txt,.xlsx";

export function ImportStart({ workspace }: { readonly workspace: string }) {
  const { t } = useTexts();
  const navigate = route.useNavigate();
  const [sending, setSending] = useState<{ readonly name: string; readonly share: number }>();
  const [refusal, setRefusal] = useState<Refused>();
  const [over, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);

  const send = async (file: File | undefined): Promise<void> => {
    if (file === undefined || sending !== undefined) return;
    setRefusal(undefined);
    setSending({ name: file.name, share: 0 });
    const answer = await uploadItemImport(file, {
      commandId: newCommandId(),
      onProgress: (share) => setSending({ name: file.name, share }),
    });
    setSending(undefined);
    if (answer.ok) void navigate({ search: { file: answer.value.importId } });
    else setRefusal(answer.refusal);
  };
  const drag = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(true);
  };
  return (
    <>
      <RefusalNotice refusal={refusal} />
      <div
        className={style.drop}
        data-over={over || undefined}
        onDragEnter={drag}
        onDragOver={drag}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void send(event.dataTransfer.files[0]);
        }}
      >
        <IconFileSpreadsheet size={40} stroke={1.3} aria-hidden />
        <h2>{t("import.drop.title")}</h2>
        <p className="soft">{t("import.drop.text")}</p>
        <input
          ref={chooser}
          type="file"
          accept={taken}
          className="unseen"
          tabIndex={-1}
          aria-label={t("import.choose")}
          onChange={(event) => {
            void send(event.currentTarget.files?.[0]);
            // The same file again, corrected, is a change too.
            event.currentTarget.value = "";
          }}
        />
        <Button
          leftSection={<IconUpload size={16} aria-hidden />}
          loading={sending !== undefined}
          onClick={() => chooser.current?.click()}
        >
          {t("import.choose")}
        </Button>
        <p role="status" className="soft">
          {sending !== undefined && t("import.sending", sending)}
        </p>
        <p className="soft">
          {t("import.sample")} {t("import.sampleText")}{" "}
          <a href={exportAddress(workspace, { format: "xlsx", empty: "true" })} download>
            XLSX
          </a>{" "}
          ·{" "}
          <a href={exportAddress(workspace, { format: "csv", empty: "true" })} download>
            CSV
          </a>
        </p>
      </div>
      <EarlierImports workspace={workspace} />
    </>
  );
}

function EarlierImports({ workspace }: { readonly workspace: string }) {
  const { t, number } = useTexts();
  const { rows, more, fetchingMore, refusal, refetch } = usePages<"listItemImports">("listItemImports", {
    limit: 20,
  });
  return (
    <Section title={t("import.earlier")}>
      <RefusalNotice refusal={refusal} retry={refetch} />
      {rows?.length === 0 && <p className={style.none}>{t("import.none")}</p>}
      {rows !== undefined && rows.length > 0 && (
        <div className="scroll-aside">
          <table className="rows stacked">
            <thead>
              <tr>
                <th scope="col">{t("import.file")}</th>
                <th scope="col">{t("import.state")}</th>
                <th scope="col" className="figures">
                  {t("import.rows")}
                </th>
                <th scope="col">{t("import.when")}</th>
                <th scope="col">{t("import.who")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Link to="/w/$workspace/items/import" params={{ workspace }} search={{ file: one.id }}>
                      {one.fileName}
                    </Link>
                  </td>
                  <td data-label={t("import.state")}>
                    <Mark tone={importTones[one.state]}>{t(`import.state.${one.state}`)}</Mark>
                  </td>
                  <td data-label={t("import.rows")} className="figures">
                    {number(
                      String(one.state === "done" || one.state === "taking" ? one.takenCount : one.rowCount),
                    )}
                  </td>
                  <td data-label={t("import.when")}>
                    <RelativeTime when={one.addedAt} />
                  </td>
                  <td data-label={t("import.who")}>{one.addedByName ?? "–"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton more={more} pending={fetchingMore} />
    </Section>
  );
}
