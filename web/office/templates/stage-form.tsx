import { Checkbox, MultiSelect, Select, Tabs, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { roles } from "#modules/access/contract/roles.ts";
import type { Performer, TemplateStage } from "#modules/templates/contract/template-body.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { MemberPicker } from "../pickers/member-picker.tsx";
import { FormRow } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import { DurationField } from "./duration-field.tsx";
import { NormTable } from "./norm-table.tsx";
import { useTrades } from "./selects.tsx";
import { type StageProps, useStageChange } from "./stage-props.ts";
import style from "./template.module.css";

/** A stage, opened in place. */
export function StageForm(props: StageProps) {
  const { t } = useTexts();
  const { stage, refusal, index } = props;
  const first = [refusal?.path, ...(refusal?.fields ?? []).map((field) => field.path)].find(
    (path) => path?.[1] === "stages" && path[2] === index,
  );
  const [tab, setTab] = useState<string | null>(first?.[3] === "norms" ? "materials" : "general");
  return (
    <div className={style.stageBody}>
      <Tabs value={tab} onChange={setTab} keepMounted={false} variant="default">
        <Tabs.List>
          <Tabs.Tab value="general">{t("template.general")}</Tabs.Tab>
          <Tabs.Tab value="materials">
            {t("template.materials")}
            <span className={style.tabCount}>{stage.norms.length}</span>
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="general" className={style.stagePanel}>
          {/* Who may only read still goes from tab to tab. */}
          <fieldset className={style.fields} disabled={!props.editable}>
            <legend className="unseen">{stage.name}</legend>
            <GeneralFields {...props} />
          </fieldset>
        </Tabs.Panel>
        <Tabs.Panel value="materials" className={style.stagePanel}>
          <fieldset className={style.fields} disabled={!props.editable}>
            <legend className="unseen">{stage.name}</legend>
            <NormTable {...props} />
          </fieldset>
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

function GeneralFields(props: StageProps) {
  const { stage, body, index, refusal } = props;
  const { t } = useTexts();
  const set = useStageChange(props);
  const at = (field: string): string | undefined => faultAt(refusal, `body.stages.${index}.${field}`);
  const others = body.stages.filter((one) => one.key !== stage.key);
  return (
    <>
      <TextInput
        label={t("template.stageName")}
        required
        value={stage.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={at("name")}
      />
      <Textarea
        label={t("order.instruction")}
        value={stage.instruction}
        onChange={(event) => set({ instruction: event.currentTarget.value })}
        error={at("instruction")}
      />
      <PerformerFields {...props} />
      <FormRow>
        <DurationField
          label={t("template.setUp")}
          seconds={stage.setUpSeconds}
          onChange={(seconds) => set({ setUpSeconds: seconds ?? 0 })}
          error={at("setUpSeconds")}
        />
        <DurationField
          label={t("template.perUnit")}
          seconds={stage.unitSeconds}
          onChange={(seconds) => set({ unitSeconds: seconds ?? 0 })}
          error={at("unitSeconds")}
        />
        <DurationField
          label={t("template.perBatch")}
          seconds={stage.batchSeconds}
          onChange={(seconds) => set({ batchSeconds: seconds ?? 0 })}
          error={at("batchSeconds")}
        />
      </FormRow>
      <Checkbox
        label={t("template.hasWait")}
        checked={stage.wait !== null}
        onChange={(event) =>
          set({
            wait: event.currentTarget.checked
              ? { name: "", minimumSeconds: 3600, maximumSeconds: null }
              : null,
          })
        }
      />
      {stage.wait !== null && <WaitFields {...props} wait={stage.wait} />}
      <FormRow>
        <MultiSelect
          label={t("template.waitsFor")}
          description={t("template.waitsForHint")}
          placeholder={stage.waitsFor === null ? t("template.stageBefore") : ""}
          data={others.map((one) => ({ value: one.key, label: one.name }))}
          value={stage.waitsFor ?? []}
          onChange={(keys) => set({ waitsFor: keys.length === 0 ? null : keys })}
          error={at("waitsFor") ?? at("waitsFor.0")}
        />
        <NumberField
          label={t("template.reworkLimit")}
          description={t("template.reworkLimitHint")}
          places={0}
          value={stage.reworkLimit === null ? "" : String(stage.reworkLimit)}
          onChange={(limit) => set({ reworkLimit: limit === "" ? null : Number(limit) })}
          error={at("reworkLimit")}
        />
      </FormRow>
    </>
  );
}

function WaitFields(props: StageProps & { readonly wait: NonNullable<TemplateStage["wait"]> }) {
  const { wait, index, refusal } = props;
  const { t } = useTexts();
  const set = useStageChange(props);
  const at = (field: string): string | undefined => faultAt(refusal, `body.stages.${index}.wait.${field}`);
  return (
    <FormRow>
      <TextInput
        label={t("template.waitName")}
        placeholder={t("template.waitNameHint")}
        required
        value={wait.name}
        onChange={(event) => set({ wait: { ...wait, name: event.currentTarget.value } })}
        error={at("name")}
      />
      <DurationField
        label={t("template.waitMinimum")}
        required
        seconds={wait.minimumSeconds}
        onChange={(seconds) => set({ wait: { ...wait, minimumSeconds: seconds ?? 0 } })}
        error={at("minimumSeconds")}
      />
      <DurationField
        label={t("template.waitMaximum")}
        seconds={wait.maximumSeconds}
        onChange={(seconds) => set({ wait: { ...wait, maximumSeconds: seconds } })}
        error={at("maximumSeconds")}
      />
    </FormRow>
  );
}

const performerKinds = ["trade", "role", "member", "chosen_at_start"] as const;

function PerformerFields(props: StageProps) {
  const { stage, index, refusal, base } = props;
  const { t } = useTexts();
  const set = useStageChange(props);
  const trades = useTrades();
  const { performer } = stage;
  const at = (field: string): string | undefined =>
    faultAt(refusal, `body.stages.${index}.performer.${field}`);
  const become = (kind: string | null): void => {
    const next: Record<Performer["kind"], Performer> = {
      trade: { kind: "trade", tradeId: trades[0]?.value ?? "" },
      role: { kind: "role", role: "operator" },
      member: { kind: "member", memberId: "" },
      chosen_at_start: { kind: "chosen_at_start", tradeId: null },
    };
    const chosen = performerKinds.find((one) => one === kind);
    if (chosen !== undefined && chosen !== performer.kind) set({ performer: next[chosen] });
  };
  const known = (id: string): { value: string; label: string }[] =>
    id === "" || trades.some((trade) => trade.value === id)
      ? trades
      : [...trades, { value: id, label: base.names.trades[id] ?? "…" }];
  return (
    <FormRow>
      <Select
        label={t("template.performer")}
        allowDeselect={false}
        data={performerKinds.map((kind) => ({ value: kind, label: t(`template.performer.${kind}`) }))}
        value={performer.kind}
        onChange={become}
      />
      {performer.kind === "trade" && (
        <Select
          label={t("template.trade")}
          allowDeselect={false}
          data={known(performer.tradeId)}
          value={performer.tradeId}
          onChange={(tradeId) => tradeId !== null && set({ performer: { kind: "trade", tradeId } })}
          error={at("tradeId")}
        />
      )}
      {performer.kind === "role" && (
        <Select
          label={t("template.role")}
          allowDeselect={false}
          data={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
          value={performer.role}
          onChange={(next) => {
            const role = roles.find((one) => one === next);
            if (role !== undefined) set({ performer: { kind: "role", role } });
          }}
          error={at("role")}
        />
      )}
      {performer.kind === "member" && (
        <MemberPicker
          label={t("template.member")}
          value={performer.memberId === "" ? null : performer.memberId}
          onChange={(memberId) => set({ performer: { kind: "member", memberId: memberId ?? "" } })}
          error={at("memberId")}
        />
      )}
      {performer.kind === "chosen_at_start" && (
        <Select
          label={t("template.trade")}
          placeholder={t("template.allOperators")}
          clearable
          data={performer.tradeId === null ? trades : known(performer.tradeId)}
          value={performer.tradeId}
          onChange={(tradeId) => set({ performer: { kind: "chosen_at_start", tradeId } })}
          error={at("tradeId")}
        />
      )}
    </FormRow>
  );
}
