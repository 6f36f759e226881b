import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { Section } from "../../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { FileLine } from "./file-line.tsx";
import { VersionedFiles } from "./versioned-files.tsx";
import style from "./order-files.module.css";

type Files = OutputOf<"showOrderFiles">;

/** Drawings and documents with their versions, photos and where they are from, and what the deal and the chat have. */
export function OrderFiles({ orderId, workspace }: { readonly orderId: string; readonly workspace: string }) {
  const { t } = useTexts();
  const { can } = useSession();
  const { data, refusal, refetch } = useRoute("showOrderFiles", { orderId });
  if (data === undefined) {
    return refusal === undefined ? (
      <PageSkeleton lines={6} />
    ) : (
      <RefusalNotice refusal={refusal} retry={refetch} />
    );
  }
  const changeable = can("order.change");
  const { drawings, attachments, photos, product, deal, chat } = data;
  const others = photos.length + product.length + (deal?.files.length ?? 0) + (chat?.length ?? 0);
  if (!changeable && drawings.length + attachments.length + others === 0) {
    return <EmptyState title={t("files.empty.title")} text={t("files.empty.text")} />;
  }
  return (
    <div className={style.page}>
      {(changeable || drawings.length > 0) && (
        <VersionedFiles
          orderId={orderId}
          fileRole="drawing"
          title={t("files.drawings")}
          empty={t("files.drawings.empty")}
          files={drawings}
          changeable={changeable}
        />
      )}
      {(changeable || attachments.length > 0) && (
        <VersionedFiles
          orderId={orderId}
          fileRole="attachment"
          title={t("files.documents")}
          empty={t("files.documents.empty")}
          files={attachments}
          changeable={changeable}
        />
      )}
      {photos.length > 0 && (
        <Section title={t("files.photos")}>
          <ul className={style.photos}>
            {photos.map((photo) => (
              <li key={photo.id}>
                <FileLine file={photo} said={<WhereFrom photo={photo} />} tall />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Plain title={t("files.product")} files={product} />
      {deal !== null && deal.files.length > 0 && (
        <Plain
          title={t("files.deal")}
          files={deal.files}
          actions={
            <Link to="/w/$workspace/deals/$dealId" params={{ workspace, dealId: deal.dealId }}>
              {deal.title}
            </Link>
          }
        />
      )}
      <Plain title={t("files.chat")} files={chat ?? []} />
    </div>
  );
}

function WhereFrom({ photo }: { readonly photo: Files["photos"][number] }) {
  const { t } = useTexts();
  const { stageName: stage, lotNumber: lot, reasonName } = photo;
  if (photo.from === "defect") return <>{t("files.from.defect", { stage, reason: reasonName ?? "" })}</>;
  return <>{t(photo.from === "check" ? "files.from.check" : "files.from.run", { stage, lot })}</>;
}

function Plain(props: {
  readonly title: string;
  readonly files: Files["product"];
  readonly actions?: ReactNode;
}) {
  if (props.files.length === 0) return null;
  return (
    <Section title={props.title} actions={props.actions}>
      <ul className={style.files}>
        {props.files.map((file) => (
          <li key={file.id}>
            <FileLine file={file} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
