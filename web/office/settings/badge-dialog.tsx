import { Button, Modal } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useCommand } from "#web/shared/queries.ts";
import { FormDialog } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import type { Member } from "./member-settings.tsx";
import style from "./settings.module.css";

type Props = { readonly member: Member; readonly onClose: () => void };
type Paper = { readonly address: string; readonly fileName: string };

/** Makes the badge and hands out its paper, once: nobody can show it again. */
export function BadgeDialog({ member, onClose }: Props) {
  const { t } = useTexts();
  const issue = useCommand("issueBadge");
  const [issued, setIssued] = useState<Paper | "lost">();
  const { name } = member;
  const submit = async (): Promise<void> => {
    const answer = await issue.run({ memberId: member.id }, { inPlace: true });
    if (!answer.ok) return;
    const { pdf, fileName } = answer.value;
    setIssued(
      pdf === null
        ? "lost"
        : { address: addressOf(pdf), fileName: fileName ?? t("member.badgeFor", { name }) },
    );
  };
  if (issued !== undefined) {
    return (
      <Modal
        opened
        onClose={onClose}
        title={t("member.badgeFor", { name })}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        {issued === "lost" ? <p>{t("member.badgeLost")}</p> : <PaperOf {...issued} />}
      </Modal>
    );
  }
  return (
    <FormDialog
      title={t("member.badgeFor", { name })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t(member.hasBadge ? "member.reissueBadge" : "member.issueBadge")}
      pending={issue.pending}
      refusal={issue.refusal}
    >
      <p>{t("member.badgeText", { name })}</p>
      {member.hasBadge && <p>{t("member.badgeInstead", { name })}</p>}
    </FormDialog>
  );
}

/** An address within this page, of the PDF's bytes. */
function addressOf(pdf: string): string {
  const bytes = Uint8Array.from(atob(pdf), (letter) => letter.charCodeAt(0));
  return URL.createObjectURL(new Blob([bytes], { type: "application/pdf" }));
}

function PaperOf({ address, fileName }: Paper) {
  const { t } = useTexts();
  // What is shown once must not lie about in the browser.
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  return (
    <div className={style.paper}>
      <p role="status">{t("member.badgeReady")}</p>
      <Button
        component="a"
        href={address}
        download={fileName}
        data-autofocus
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        {t("member.badgeSave")}
      </Button>
    </div>
  );
}
