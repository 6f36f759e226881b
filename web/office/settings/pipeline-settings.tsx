import { Badge, Select } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
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
  const [kind, setKind] = useState<(typeof kinds)[number]>("open");
  return (
    <Section title={pipeline.name}>
      <table className="rows">
        <tbody>
          {pipeline.statuses.map((status) => (
            <NamedRow
              key={status.id}
              name={status.name}
              onRename={async (name) => change.run({ dealStatusId: status.id, name })}
            >
              <td>
                <Badge color={toneOfKind[status.kind]}>{t(`dealStatus.kind.${status.kind}`)}</Badge>
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
