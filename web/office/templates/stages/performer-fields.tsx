import { Select } from "@mantine/core";
import { roles } from "#modules/access/contract/roles.ts";
import type { Performer } from "#modules/templates/contract/template-body.ts";
import { faultAt } from "#web/shared/call.ts";
import { MemberPicker } from "../../pickers/member-picker.tsx";
import { FormRow } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import { useTrades } from "../selects.tsx";
import type { StageProps } from "../template-tab.ts";
import { AgreedPriceFields, SubcontractorSelect } from "./subcontractor-fields.tsx";

const performerKinds = ["trade", "role", "member", "chosen_at_start", "subcontractor"] as const;

export function PerformerFields({ edit, refusal, names }: StageProps) {
  const { t } = useTexts();
  const trades = useTrades();
  const { performer } = edit.stage;
  const at = (field: string): string | undefined => faultAt(refusal, `${edit.path}.performer.${field}`);
  const set = (next: Performer): void => void edit.set({ performer: next });
  const become = (kind: string | null): void => {
    const next: Record<Performer["kind"], Performer> = {
      trade: { kind: "trade", tradeId: trades[0]?.value ?? "" },
      role: { kind: "role", role: "operator" },
      member: { kind: "member", memberId: "" },
      chosen_at_start: { kind: "chosen_at_start", tradeId: null },
      subcontractor: {
        kind: "subcontractor",
        subcontractorId: "",
        price: { kind: "per_unit", amount: "" },
      },
    };
    const chosen = performerKinds.find((one) => one === kind);
    if (chosen !== undefined && chosen !== performer.kind) set(next[chosen]);
  };
  const known = (id: string): { value: string; label: string }[] =>
    id === "" || trades.some((trade) => trade.value === id)
      ? trades
      : [...trades, { value: id, label: names.trades[id] ?? "…" }];
  return (
    <>
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
            value={performer.tradeId === "" ? null : performer.tradeId}
            onChange={(tradeId) => tradeId !== null && set({ kind: "trade", tradeId })}
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
              if (role !== undefined) set({ kind: "role", role });
            }}
            error={at("role")}
          />
        )}
        {performer.kind === "member" && (
          <MemberPicker
            label={t("template.member")}
            value={performer.memberId === "" ? null : performer.memberId}
            onChange={(memberId) => set({ kind: "member", memberId: memberId ?? "" })}
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
            onChange={(tradeId) => set({ kind: "chosen_at_start", tradeId })}
            error={at("tradeId")}
          />
        )}
        {performer.kind === "subcontractor" && (
          <SubcontractorSelect performer={performer} names={names} onChange={set} at={at} />
        )}
      </FormRow>
      {performer.kind === "subcontractor" && (
        <AgreedPriceFields performer={performer} names={names} onChange={set} at={at} />
      )}
    </>
  );
}
