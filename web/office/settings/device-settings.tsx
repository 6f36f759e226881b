import { Badge, Button, TextInput } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { FormDialog } from "../shell/form-dialog.tsx";
import { Section } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { DeviceCodeDialog } from "./device-code-dialog.tsx";
import { NameAdder } from "./named-row.tsx";
import style from "./settings.module.css";

/** Shared tablets of the shop floor: registered by a code that is typed on them, or from the tablet itself. */
export function DeviceSettings() {
  const { t, dateTime } = useTexts();
  const { workspace } = useParams({ from: "/w/$workspace" });
  const { data, refusal, refetch } = useRoute("listDevices", {});
  const register = useCommand("registerDevice");
  const [isAdding, setAdding] = useState(false);
  const [revoked, setRevoked] = useState<{ readonly id: string; readonly name: string }>();
  return (
    <Section title={t("settings.tab.devices")}>
      <p className={style.lead}>{t("device.text")}</p>
      <RefusalNotice refusal={refusal} retry={refetch} />
      {data === undefined && refusal === undefined && <PageSkeleton lines={3} />}
      {data !== undefined && data.rows.length > 0 && (
        <div className="scroll-aside">
          <table className="rows stacked">
            <thead>
              <tr>
                <th scope="col">{t("contact.name")}</th>
                <th scope="col">{t("device.registered")}</th>
                <th scope="col">
                  <span className="unseen">{t("device.revoke")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.rows.map((device) => (
                <tr key={device.id} className={device.revoked ? style.archived : undefined}>
                  <td>
                    {device.name} {device.revoked && <Badge color="gray">{t("device.revoked")}</Badge>}
                  </td>
                  <td>
                    {device.registeredBy}, {dateTime(device.registeredAt)}
                  </td>
                  <td className="figures">
                    {!device.revoked && (
                      <Button size="compact-sm" variant="default" onClick={() => setRevoked(device)}>
                        {t("device.revoke")} <span className="unseen">{device.name}</span>
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Button className={style.apart} onClick={() => setAdding(true)}>
        {t("device.another")}
      </Button>
      {isAdding && <DeviceCodeDialog onClose={() => setAdding(false)} />}
      <NameAdder
        label={t("device.register")}
        pending={register.pending}
        onAdd={async (name) => {
          const answer = await register.run({ name });
          if (answer.ok) {
            notify({
              tone: "done",
              text: t("device.registeredHere", { name }),
              act: {
                label: t("menu.myStages"),
                run: () => location.assign(`/floor/${encodeURIComponent(workspace)}`),
              },
            });
          }
          return answer;
        }}
      />
      {revoked !== undefined && <RevokeDialog device={revoked} onClose={() => setRevoked(undefined)} />}
    </Section>
  );
}

type RevokeProps = {
  readonly device: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
};

/** It can't be undone from here, so it says what will happen. */
function RevokeDialog({ device, onClose }: RevokeProps) {
  const { t } = useTexts();
  const revoke = useCommand("revokeDevice");
  const [reason, setReason] = useState("");
  const submit = async (): Promise<void> => {
    const answer = await revoke.run(
      { deviceId: device.id, ...(reason.trim() === "" ? {} : { reason }) },
      { inPlace: true },
    );
    if (answer.ok) onClose();
  };
  return (
    <FormDialog
      title={t("device.revokeNamed", { name: device.name })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("device.revoke")}
      pending={revoke.pending}
      refusal={revoke.refusal}
    >
      <p>{t("device.revokeText")}</p>
      <TextInput
        label={`${t("device.reason")} ${t("field.optional")}`}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
