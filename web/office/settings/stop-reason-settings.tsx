import { Checkbox, Switch } from "@mantine/core";
import { useState } from "react";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { Section } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { NameAdder, NamedRow } from "./named-row.tsx";

export function StopReasonSettings() {
  const { data, refusal, refetch } = useRoute("listStopReasons", {});
  if (data === undefined) {
    return refusal === undefined ? (
      <PageSkeleton lines={4} />
    ) : (
      <RefusalNotice refusal={refusal} retry={refetch} />
    );
  }
  return (
    <>
      <Reasons kind="pause" rows={data.rows.filter((reason) => reason.kind === "pause")} />
      <Reasons kind="block" rows={data.rows.filter((reason) => reason.kind === "block")} />
    </>
  );
}

type Reason = {
  readonly id: string;
  readonly name: string;
  readonly paid: boolean;
  readonly archived: boolean;
};

function Reasons({ kind, rows }: { readonly kind: "pause" | "block"; readonly rows: readonly Reason[] }) {
  const { t } = useTexts();
  const add = useCommand("addStopReason");
  const change = useCommand("changeStopReason");
  const [paid, setPaid] = useState(false);
  return (
    <Section title={t(`stopReason.${kind}`)}>
      <table className="rows">
        <tbody>
          {rows.map((reason) => (
            <NamedRow
              key={reason.id}
              name={reason.name}
              archived={reason.archived}
              onRename={async (name) => change.run({ reasonId: reason.id, name })}
              onArchive={(archived) => void change.run({ reasonId: reason.id, archived })}
            >
              {kind === "pause" && (
                <td>
                  <Switch
                    size="xs"
                    label={t("stopReason.paid")}
                    aria-label={t("stopReason.paidNamed", { name: reason.name })}
                    checked={reason.paid}
                    onChange={(event) =>
                      void change.run({ reasonId: reason.id, paid: event.currentTarget.checked })
                    }
                  />
                </td>
              )}
            </NamedRow>
          ))}
        </tbody>
      </table>
      <NameAdder
        label={t("stopReason.new")}
        pending={add.pending}
        onAdd={async (name) => add.run({ kind, name, paid: kind === "pause" && paid })}
      >
        {kind === "pause" && (
          <Checkbox
            label={t("stopReason.paid")}
            checked={paid}
            onChange={(event) => setPaid(event.currentTarget.checked)}
          />
        )}
      </NameAdder>
    </Section>
  );
}
