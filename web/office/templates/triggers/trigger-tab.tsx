import { Button } from "@mantine/core";
import { faultAt } from "#web/shared/call.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { FormulaField } from "../norms/formula-field.tsx";
import { Mark } from "../../production/mark.tsx";
import { useTexts } from "../texts.ts";
import { StatusSelect } from "../selects.tsx";
import type { DraftBody } from "../template-draft.ts";
import type { TabProps } from "../template-tab.ts";
import style from "../template.module.css";
import { StageTriggers } from "./stage-triggers.tsx";

const triggers = ["start", "done", "cancel", "defect", "rework"] as const;
type Props = TabProps & { readonly dirty: boolean; readonly onOpen: (stage: string) => void };

/** What a deal sets going here, where it goes when production ends, and what stages set going. */
export function TriggerTab(props: Props) {
  const { body, change, names, editable, refusal, base, dirty, onOpen } = props;
  const { t } = useTexts();
  const set = (part: Partial<DraftBody["triggers"]>): void =>
    void change((before) => ({ ...before, triggers: { ...before.triggers, ...part } }));
  const { start } = body.triggers;
  return (
    <div className={style.triggers}>
      <div className={style.form}>
        <p className="soft">{t("template.triggersText")}</p>
        <Approval base={base} dirty={dirty} />
        <fieldset className={style.plain} disabled={!editable}>
          <legend className="unseen">{t("template.tab.triggers")}</legend>
          {triggers.map((trigger) => {
            const value = body.triggers[trigger]?.dealStatusId ?? null;
            return (
              <div key={trigger} className={style.group}>
                <StatusSelect
                  label={t(`template.${trigger}Trigger`)}
                  description={t(`template.${trigger}TriggerHint`)}
                  value={value}
                  chosenName={value === null ? undefined : names.dealStatuses[value]}
                  onChange={(dealStatusId) => {
                    if (dealStatusId === null) set({ [trigger]: null });
                    else if (trigger === "start") {
                      set({ start: { dealStatusId, condition: start?.condition ?? null } });
                    } else set({ [trigger]: { dealStatusId } });
                  }}
                  error={faultAt(refusal, `body.triggers.${trigger}.dealStatusId`)}
                />
                {trigger === "start" && start !== null && (
                  <StartCondition {...props} start={start} set={set} />
                )}
              </div>
            );
          })}
        </fieldset>
      </div>
      <StageTriggers {...props} onOpen={onOpen} />
    </div>
  );
}

function StartCondition(
  props: Props & {
    readonly start: NonNullable<DraftBody["triggers"]["start"]>;
    readonly set: (part: Partial<DraftBody["triggers"]>) => void;
  },
) {
  const { start, set, editable, refusal } = props;
  const { t } = useTexts();
  if (start.condition === null) {
    return editable ? (
      <div>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => set({ start: { ...start, condition: "= " } })}
        >
          {t("template.addCondition")}
        </Button>
      </div>
    ) : null;
  }
  return (
    <div className={style.indented}>
      <FormulaField
        {...props}
        label={t("template.startCondition")}
        placeholder="= paid >= amount / 2"
        use={{ kind: "start" }}
        value={start.condition}
        onChange={(condition) => set({ start: { ...start, condition } })}
        fault={{ message: faultAt(refusal, "body.triggers.start.condition"), data: refusal?.data }}
      />
      <p className="soft">{t("template.startConditionHint")}</p>
      {editable && (
        <div>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => set({ start: { ...start, condition: null } })}
          >
            {t("template.removeCondition")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Approval({ base, dirty }: Pick<Props, "base" | "dirty">) {
  const { t } = useTexts();
  const { can } = useSession();
  const approve = useCommand("approveTriggers");
  const { stages, variants } = base.body;
  const all = [...stages, ...variants.flatMap((one) => one.addedStages.map(({ stage }) => stage))];
  const saved =
    triggers.some((trigger) => base.body.triggers[trigger] !== null) ||
    all.some(({ atStart, atCompletion }) =>
      [...atStart, ...atCompletion].some(({ kind }) => kind === "move_deal"),
    );
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
