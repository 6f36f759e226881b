import { ActionIcon, Button, Menu, Select, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { roles } from "#modules/access/contract/roles.ts";
import type { StageEffect } from "#modules/templates/contract/template-body.ts";
import { faultAt } from "#web/shared/call.ts";
import { MemberPicker } from "../../pickers/member-picker.tsx";
import { useTexts } from "../texts.ts";
import { OwnField } from "../own-field.tsx";
import { StatusSelect, useTrades } from "../selects.tsx";
import type { StageProps } from "../template-tab.ts";
import { MessageField } from "./message-field.tsx";
import rows from "./rows.module.css";

export const moments = ["atStart", "atCompletion"] as const;
const kinds = ["move_deal", "create_task", "message"] as const satisfies readonly StageEffect["kind"][];
const mostEffects = 10;

const newEffects: Readonly<Record<StageEffect["kind"], StageEffect>> = {
  move_deal: { kind: "move_deal", dealStatusId: "" },
  create_task: { kind: "create_task", title: "", memberId: null, tradeId: null, role: "supervisor" },
  message: { kind: "message", text: "" },
};

/** What the start and the completion of a stage set going. */
export function EffectFields(props: StageProps) {
  const { edit, editable } = props;
  const { t } = useTexts();
  return (
    <div className={rows.effects}>
      <p className="soft">{t("template.effectsText")}</p>
      {moments.map((moment) => (
        <section key={moment} aria-label={t(`template.effects.${moment}`)}>
          <OwnField edit={edit} editable={editable} field={moment} label={t(`template.effects.${moment}`)}>
            <Effects {...props} moment={moment} />
          </OwnField>
        </section>
      ))}
    </div>
  );
}

type EffectsProps = StageProps & { readonly moment: (typeof moments)[number] };

function Effects(props: EffectsProps) {
  const { edit, moment, editable } = props;
  const { t } = useTexts();
  const effects = edit.stage[moment];
  const set = (next: readonly StageEffect[]): void => void edit.set({ [moment]: [...next] });
  return (
    <>
      <h3 className={rows.title}>{t(`template.effects.${moment}`)}</h3>
      {effects.length === 0 && <p className="soft">{t("template.noEffects")}</p>}
      <ol className={rows.rows}>
        {effects.map((effect, place) => (
          // Effects have no id of their own; lines are only added at the end or taken out.
          <li key={`${place} ${effects.length}`} className={rows.row}>
            <div className={rows.fields}>
              <EffectLine
                {...props}
                effect={effect}
                path={`${edit.path}.${moment}.${place}`}
                onChange={(next) => set(effects.map((one, other) => (other === place ? next : one)))}
              />
            </div>
            {editable && (
              <div className={rows.tools}>
                <ActionIcon
                  aria-label={t("template.removeEffect", { number: place + 1 })}
                  onClick={() => set(effects.filter((_, other) => other !== place))}
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              </div>
            )}
          </li>
        ))}
      </ol>
      {editable && effects.length < mostEffects && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button size="xs" variant="light" leftSection={<IconPlus size={14} aria-hidden />}>
              {t(`template.addEffect.${moment}`)}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {kinds.map((kind) => (
              <Menu.Item key={kind} onClick={() => set([...effects, newEffects[kind]])}>
                {t(`template.effect.${kind}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

type LineProps = StageProps & {
  readonly effect: StageEffect;
  readonly path: string;
  readonly onChange: (effect: StageEffect) => void;
};

function EffectLine(props: LineProps) {
  const { effect, onChange, path, refusal, names, base } = props;
  const { t } = useTexts();
  switch (effect.kind) {
    case "move_deal": {
      const { dealStatusId } = effect;
      return (
        <StatusSelect
          label={t("template.effect.move_deal")}
          clearable={false}
          placeholder={t("template.chooseStatus")}
          value={dealStatusId === "" ? null : dealStatusId}
          chosenName={names.dealStatuses[dealStatusId]}
          onChange={(next) => onChange({ kind: "move_deal", dealStatusId: next ?? "" })}
          error={faultAt(refusal, `${path}.dealStatusId`)}
        />
      );
    }
    case "create_task":
      return <TaskFields {...props} effect={effect} />;
    case "message":
      return (
        <MessageField
          value={effect.text}
          product={base.itemName}
          onChange={(text) => onChange({ kind: "message", text })}
          error={faultAt(refusal, `${path}.text`)}
        />
      );
  }
}

type Task = Extract<StageEffect, { kind: "create_task" }>;
const assignees = ["role", "trade", "member"] as const;

function TaskFields(props: LineProps & { readonly effect: Task }) {
  const { effect, onChange, path, refusal, names } = props;
  const { t } = useTexts();
  const trades = useTrades();
  const at = (field: string): string | undefined => faultAt(refusal, `${path}.${field}`);
  const kind = effect.memberId !== null ? "member" : effect.tradeId !== null ? "trade" : "role";
  const assign = (to: Partial<Task>): void =>
    onChange({ ...effect, memberId: null, tradeId: null, role: null, ...to });
  const first: Record<(typeof assignees)[number], Partial<Task>> = {
    member: { memberId: "" },
    trade: { tradeId: trades[0]?.value ?? "" },
    role: { role: "supervisor" },
  };
  const known = trades.some(({ value }) => value === effect.tradeId) || !effect.tradeId;
  return (
    <>
      <TextInput
        className={rows.wide ?? ""}
        label={t("template.effect.create_task")}
        placeholder={t("template.taskHint")}
        required
        value={effect.title}
        onChange={(event) => onChange({ ...effect, title: event.currentTarget.value })}
        error={at("title")}
      />
      <Select
        label={t("template.taskFor")}
        allowDeselect={false}
        data={assignees.map((one) => ({ value: one, label: t(`template.taskFor.${one}`) }))}
        value={kind}
        onChange={(next) => assign(first[assignees.find((one) => one === next) ?? "role"])}
      />
      {kind === "member" && (
        <MemberPicker
          label={t("template.member")}
          value={effect.memberId === "" ? null : effect.memberId}
          onChange={(memberId) => assign({ memberId: memberId ?? "" })}
          error={at("memberId")}
        />
      )}
      {kind === "trade" && (
        <Select
          label={t("template.trade")}
          allowDeselect={false}
          data={
            known
              ? trades
              : [...trades, { value: effect.tradeId ?? "", label: names.trades[effect.tradeId ?? ""] ?? "…" }]
          }
          value={effect.tradeId === "" ? null : effect.tradeId}
          onChange={(tradeId) => tradeId !== null && assign({ tradeId })}
          error={at("tradeId")}
        />
      )}
      {kind === "role" && (
        <Select
          label={t("template.role")}
          allowDeselect={false}
          data={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
          value={effect.role}
          onChange={(next) => assign({ role: roles.find((one) => one === next) ?? null })}
          error={at("role")}
        />
      )}
    </>
  );
}
