import { ActionIcon, Badge, Select } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { Section } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { NameAdder, NamedRow } from "./named-row.tsx";

type Pipeline = OutputOf<"listPipelines">["rows"][number];
const kinds = ["open", "won", "lost"] as const;
const toneOfKind = { open: "gray", won: "green", lost: "red" } as const;

export function PipelineSettings() {
  const { data, refusal, refetch } = useRoute("listPipelines", {});
  if (data === undefined) {
    return refusal === undefined ? (
      <PageSkeleton lines={4} />
    ) : (
      <RefusalNotice refusal={refusal} retry={refetch} />
    );
  }
  return data.rows.map((pipeline) => <PipelineSection key={pipeline.id} pipeline={pipeline} />);
}

function PipelineSection({ pipeline }: { readonly pipeline: Pipeline }) {
  const { t } = useTexts();
  const add = useCommand("addDealStatus");
  const change = useCommand("changeDealStatus");
  const reorder = useCommand("reorderDealStatuses");
  const archive = useCommand("archiveDealStatus");
  const [kind, setKind] = useState<(typeof kinds)[number]>("open");
  const { statuses, archivedStatuses } = pipeline;

  const move = (from: number, to: number): void => {
    const dealStatusIds = statuses.map(({ id }) => id);
    dealStatusIds.splice(to, 0, ...dealStatusIds.splice(from, 1));
    void reorder.run(
      { pipelineId: pipeline.id, dealStatusIds },
      {
        optimistic: (cache) =>
          cache.change("listPipelines", (shown) => ({
            rows: shown.rows.map((row) =>
              row.id === pipeline.id ? { ...row, statuses: inOrder(row.statuses, dealStatusIds) } : row,
            ),
          })),
      },
    );
  };
  const setArchived = async (dealStatusId: string, name: string, archived: boolean): Promise<void> => {
    const answer = await archive.run({ dealStatusId, archived });
    if (!answer.ok || !archived) return;
    notify({
      tone: "done",
      text: t("contact.archivedNow", { name }),
      act: { label: t("action.undo"), run: () => void setArchived(dealStatusId, name, false) },
    });
  };
  return (
    <Section title={pipeline.name}>
      <table className="rows">
        <tbody>
          {statuses.map((status, index) => (
            <NamedRow
              key={status.id}
              name={status.name}
              onRename={async (name) => change.run({ dealStatusId: status.id, name })}
              onArchive={(archived) => void setArchived(status.id, status.name, archived)}
            >
              <td>
                <Badge color={toneOfKind[status.kind]}>{t(`dealStatus.kind.${status.kind}`)}</Badge>
              </td>
              <td className="figures">
                <ActionIcon
                  aria-label={t("dealStatus.up", { name: status.name })}
                  disabled={index === 0 || reorder.pending}
                  onClick={() => move(index, index - 1)}
                >
                  <IconChevronUp size={16} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  aria-label={t("dealStatus.down", { name: status.name })}
                  disabled={index === statuses.length - 1 || reorder.pending}
                  onClick={() => move(index, index + 1)}
                >
                  <IconChevronDown size={16} aria-hidden />
                </ActionIcon>
              </td>
            </NamedRow>
          ))}
          {archivedStatuses.map((status) => (
            <NamedRow
              key={status.id}
              name={status.name}
              archived
              onRename={async (name) => change.run({ dealStatusId: status.id, name })}
              onArchive={(archived) => void setArchived(status.id, status.name, archived)}
            >
              <td colSpan={2}>
                <Badge color="gray">{t("dealStatus.archived")}</Badge>
              </td>
            </NamedRow>
          ))}
        </tbody>
      </table>
      <NameAdder
        label={t("dealStatus.new")}
        pending={add.pending}
        onAdd={async (name) => add.run({ pipelineId: pipeline.id, name, kind })}
      >
        <Select
          label={t("dealStatus.kind")}
          allowDeselect={false}
          data={kinds.map((value) => ({ value, label: t(`dealStatus.kind.${value}`) }))}
          value={kind}
          onChange={(value) => value !== null && setKind(value)}
        />
      </NameAdder>
    </Section>
  );
}

const inOrder = (statuses: Pipeline["statuses"], ids: readonly string[]): Pipeline["statuses"] =>
  statuses.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
