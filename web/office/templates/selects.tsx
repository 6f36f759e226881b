import { Select, type SelectProps } from "@mantine/core";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { useTexts } from "./texts.ts";

/** Trades as a select takes them. */
export function useTrades(): { value: string; label: string }[] {
  const rows = useRoute("listTrades", {}).data?.rows ?? [];
  return rows.filter((trade) => !trade.archived).map((trade) => ({ value: trade.id, label: trade.name }));
}

type StatusProps = Omit<SelectProps, "data" | "value" | "onChange"> & {
  readonly value: string | null;
  readonly onChange: (dealStatusId: string | null) => void;
  /** Named already, where the reader may not list the pipelines. */
  readonly chosenName?: string | undefined;
};

/** A deal status, under its pipeline. */
export function StatusSelect({ value, onChange, chosenName, ...props }: StatusProps) {
  const { t } = useTexts();
  const { can } = useSession();
  const rows = useRoute("listPipelines", {}, { enabled: can("pipeline.read") }).data?.rows ?? [];
  const groups = rows.map((pipeline) => ({
    group: pipeline.name,
    items: pipeline.statuses.map((status) => ({ value: status.id, label: status.name })),
  }));
  const isKnown = groups.some((group) => group.items.some((item) => item.value === value));
  const data =
    value !== null && !isKnown
      ? [{ group: " ", items: [{ value, label: chosenName ?? "…" }] }, ...groups]
      : groups;
  return (
    <Select
      {...props}
      clearable
      placeholder={t("template.never")}
      data={data}
      value={value}
      onChange={onChange}
    />
  );
}
