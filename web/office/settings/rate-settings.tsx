import { Button } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { FormDialog } from "../shell/form-dialog.tsx";
import { Section } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import style from "./settings.module.css";

type Rate = OutputOf<"listRates">["rows"][number];

/** Hourly rates, with those before them: a new one counts from now on and changes nothing of yesterday. */
export function RateSettings() {
  const { t, unitPrice, dateTime } = useTexts();
  const { can } = useSession();
  const { data, refusal, refetch } = useRoute("listRates", {});
  const [edited, setEdited] = useState<Rate>();
  return (
    <Section title={t("settings.tab.rates")}>
      <p className={style.lead}>{t("rate.text")}</p>
      <RefusalNotice refusal={refusal} retry={refetch} />
      {data === undefined && refusal === undefined && <PageSkeleton lines={4} />}
      {data !== undefined && (
        <div className="scroll-aside">
          <table className="rows stacked">
            <thead>
              <tr>
                <th scope="col">{t("member.name")}</th>
                <th scope="col" className="figures">
                  {t("rate.perHour")}
                </th>
                <th scope="col">{t("rate.since")}</th>
                <th scope="col">{t("rate.earlier")}</th>
                <th scope="col">
                  <span className="unseen">{t("action.edit")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row) => (
                <tr key={row.memberId}>
                  <td>{row.memberName}</td>
                  <td className="figures" data-label={t("rate.perHour")}>
                    {row.rate === null ? "–" : unitPrice(row.rate)}
                  </td>
                  <td>{row.validFrom === null ? "" : dateTime(row.validFrom)}</td>
                  <td className="soft">
                    {row.earlier.map((old) => (
                      <div key={old.validFrom}>
                        {unitPrice(old.rate)}, {dateTime(old.validFrom)}
                      </div>
                    ))}
                  </td>
                  <td className="figures">
                    {can("rate.set") && (
                      <Button size="compact-sm" variant="default" onClick={() => setEdited(row)}>
                        {t("rate.set")}{" "}
                        <span className="unseen">{t("rate.setFor", { name: row.memberName })}</span>
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {edited !== undefined && <RateDialog row={edited} onClose={() => setEdited(undefined)} />}
    </Section>
  );
}

function RateDialog({ row, onClose }: { readonly row: Rate; readonly onClose: () => void }) {
  const { t } = useTexts();
  const { workspace } = useSession();
  const set = useCommand("setRate");
  const [rate, setRate] = useState(row.rate ?? "");
  const submit = async (): Promise<void> => {
    const answer = await set.run({ memberId: row.memberId, rate }, { inPlace: true });
    if (answer.ok) onClose();
  };
  return (
    <FormDialog
      title={t("rate.setFor", { name: row.memberName })}
      onClose={onClose}
      onSubmit={() => void submit()}
      pending={set.pending}
      refusal={set.refusal}
    >
      <NumberField
        label={`${t("rate.perHour")}, ${workspace.currency}`}
        description={t("rate.hint")}
        places={4}
        required
        data-autofocus
        value={rate}
        onChange={setRate}
        error={faultAt(set.refusal, "rate")}
      />
    </FormDialog>
  );
}
