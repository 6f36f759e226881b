import { Select } from "@mantine/core";
import type { OutputOf } from "#modules/routes.ts";
import { useTexts } from "../texts.ts";

type Props = {
  readonly pipelines: OutputOf<"listPipelines">["rows"];
  readonly value: string | undefined;
  readonly onChange: (statusId: string | undefined) => void;
};

const any = "any";

/** One status of the list's deals; two pipelines may have statuses of the same name, so their names stand above. */
export function DealStatusFilter({ pipelines, value, onChange }: Props) {
  const { t } = useTexts();
  const groups = pipelines.map((pipeline) => ({
    group: pipeline.name,
    items: pipeline.statuses.map((status) => ({ value: status.id, label: status.name })),
  }));
  return (
    <Select
      aria-label={t("board.status")}
      data={[
        { value: any, label: t("dealList.anyStatus") },
        ...(groups.length > 1 ? groups : groups.flatMap((group) => group.items)),
      ]}
      allowDeselect={false}
      value={value ?? any}
      onChange={(status) => onChange(status === null || status === any ? undefined : status)}
    />
  );
}
