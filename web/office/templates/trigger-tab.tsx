import { Button } from "@mantine/core";
import { faultAt } from "#web/shared/call.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { Mark } from "../production/mark.tsx";
import { useTexts } from "../texts.ts";
import { StatusSelect } from "./selects.tsx";
import type { TabProps } from "./template-editor.tsx";
import style from "./template.module.css";

const triggers = ["start", "done", "cancel"] as const;

/** What a deal sets going here, and where it goes when production has ended. */
export function TriggerTab({
  body,
  change,
  base,
  editable,
  refusal,
  dirty,
}: TabProps & { readonly dirty: boolean }) {
  const { t } = useTexts();
  return (
    <div className={style.form}>
      <p className="soft">{t("template.triggersText")}</p>
      <fieldset className={style.plain} disabled={!editable}>
        <legend className="unseen">{t("template.tab.triggers")}</legend>
        {triggers.map((trigger) => {
          const value = body.triggers[trigger]?.dealStatusId ?? null;
          return (
            <StatusSelect
              key={trigger}
              label={t(`template.${trigger}Trigger`)}
              description={t(`template.${trigger}TriggerHint`)}
              value={value}
              chosenName={value === null ? undefined : base.names.dealStatuses[value]}
              onChange={(dealStatusId) =>
                change((before) => ({
                  ...before,
                  triggers: {
                    ...before.triggers,
                    [trigger]: dealStatusId === null ? null : { dealStatusId },
                  },
                }))
              }
              error={faultAt(refusal, `body.triggers.${trigger}.dealStatusId`)}
            />
          );
        })}
      </fieldset>
      <Approval base={base} dirty={dirty} />
    </div>
  );
}

function Approval({ base, dirty }: Pick<TabProps, "base"> & { readonly dirty: boolean }) {
  const { t } = useTexts();
  const { can } = useSession();
  const approve = useCommand("approveTriggers");
  const saved = triggers.some((trigger) => base.body.triggers[trigger] !== null);
  if (!saved) return null;
  const by = base.versions.find((version) => version.number === base.number)?.approvedByName ?? null;
  const run = async (): Promise<void> => {
    const answer = await approve.run({ templateId: base.id, number: base.number });
    if (answer.ok) notify({ tone: "done", text: t("template.approvedNow") });
  };
  return (
    <div className={style.approval}>
      {base.approved ? (
        <>
          <Mark tone="done">{t("template.approved")}</Mark>
          <span>{by === null ? "" : t("template.approvedBy", { name: by })}</span>
        </>
      ) : (
        <>
          <Mark tone="waiting">{t("template.notApproved")}</Mark>
          <span className={style.approvalText}>{t("template.notApprovedText")}</span>
          {can("template.approve") && base.number === base.currentNumber && (
            <Button size="xs" loading={approve.pending} disabled={dirty} onClick={() => void run()}>
              {t("template.approve")}
            </Button>
          )}
        </>
      )}
    </div>
  );
}
