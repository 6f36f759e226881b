import { ActionIcon, FileButton } from "@mantine/core";
import { IconPhotoPlus, IconPhotoX } from "@tabler/icons-react";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { newCommandId } from "#web/shared/call.ts";
import { Picture } from "#web/shared/file-picture.tsx";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { uploadFile } from "#web/shared/upload.ts";
import { Section } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { NameAdder, NamedRow } from "./named-row.tsx";
import style from "./settings.module.css";

type Reason = OutputOf<"listDefectReasons">["rows"][number];

/** Why units fail: what operators choose from, with a picture where one tells more than a word. */
export function DefectReasonSettings() {
  const { t } = useTexts();
  const { data, refusal, refetch } = useRoute("listDefectReasons", {});
  const add = useCommand("addDefectReason");
  const change = useCommand("changeDefectReason");
  if (data === undefined) {
    return refusal === undefined ? (
      <PageSkeleton lines={4} />
    ) : (
      <RefusalNotice refusal={refusal} retry={refetch} />
    );
  }
  return (
    <Section title={t("defectReason.title")}>
      <p className={style.lead}>{t("defectReason.lead")}</p>
      <table className="rows">
        <tbody>
          {data.rows.map((reason) => (
            <NamedRow
              key={reason.id}
              name={reason.name}
              archived={reason.archived}
              onRename={async (name) => change.run({ reasonId: reason.id, name })}
              onArchive={(archived) => void change.run({ reasonId: reason.id, archived })}
            >
              <td>
                <ReasonPicture reason={reason} />
              </td>
            </NamedRow>
          ))}
        </tbody>
      </table>
      <NameAdder
        label={t("stopReason.new")}
        pending={add.pending}
        onAdd={async (name) => add.run({ name })}
      />
    </Section>
  );
}

function ReasonPicture({ reason }: { readonly reason: Reason }) {
  const { t } = useTexts();
  const change = useCommand("changeDefectReason");
  const [sending, setSending] = useState(false);
  const take = async (file: File | null): Promise<void> => {
    if (file === null) return;
    setSending(true);
    const sent = await uploadFile(file, { commandId: newCommandId() });
    if (sent.ok) await change.run({ reasonId: reason.id, photoId: sent.value.fileId });
    else notify({ tone: "refusal", refusal: sent.refusal });
    setSending(false);
  };
  return (
    <div className={style.picture}>
      {reason.photoId !== null && (
        <Picture
          fileId={reason.photoId}
          size="thumbnail"
          alt={t("defectReason.pictureOf", { name: reason.name })}
          className={style.thumbnail}
        />
      )}
      <FileButton accept="image/*" onChange={(file) => void take(file)}>
        {(props) => (
          <ActionIcon
            {...props}
            loading={sending}
            aria-label={t("defectReason.picture", { name: reason.name })}
            title={t("defectReason.picture", { name: reason.name })}
          >
            <IconPhotoPlus size={16} aria-hidden />
          </ActionIcon>
        )}
      </FileButton>
      {reason.photoId !== null && (
        <ActionIcon
          aria-label={t("defectReason.noPicture", { name: reason.name })}
          onClick={() => void change.run({ reasonId: reason.id, photoId: null })}
        >
          <IconPhotoX size={16} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}
