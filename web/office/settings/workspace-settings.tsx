import { Button, Checkbox, Select, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { type Session, useSession } from "#web/shared/session.ts";
import { RefusalNotice } from "#web/shared/states.tsx";
import { languages } from "#web/texts/catalogue.ts";
import { FormRow } from "../shell/form-dialog.tsx";
import { Section } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { currencies } from "./currencies.ts";
import style from "./settings.module.css";

type Workspace = Session["workspace"];
const days = ["1", "2", "3", "4", "5", "6", "7"] as const;

export function WorkspaceSettings() {
  const { workspace } = useSession();
  // Somebody else's change is shown too: the form begins anew with each version.
  return <WorkspaceForm key={workspace.version} workspace={workspace} />;
}

function WorkspaceForm({ workspace }: { readonly workspace: Workspace }) {
  const { t, language } = useTexts();
  const { can } = useSession();
  const change = useCommand("changeWorkspace");
  const [draft, setDraft] = useState(workspace);
  const set = (part: Partial<Workspace>): void => setDraft((before) => ({ ...before, ...part }));
  const readOnly = !can("workspace.change");

  const submit = async (): Promise<void> => {
    const { name, currency, timeZone, calendar, allowNegativeStock } = draft;
    const answer = await change.run(
      { name, currency, language: draft.language, timeZone, calendar, allowNegativeStock },
      { inPlace: true },
    );
    if (answer.ok) notify({ tone: "done", text: t("settings.saved") });
  };
  const setHours = (day: (typeof days)[number], hours: string[] | undefined): void => {
    const { [day]: _, ...others } = draft.calendar;
    set({ calendar: hours === undefined ? others : { ...others, [day]: hours } });
  };
  return (
    <Section title={t("settings.tab.workspace")}>
      <form
        className={style.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextInput
          label={t("signUp.workspaceName")}
          required
          maxLength={200}
          readOnly={readOnly}
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <FormRow>
          <Select
            label={t("workspace.currency")}
            description={t("workspace.currencyHint")}
            data={[...currencies]}
            allowDeselect={false}
            readOnly={readOnly}
            value={draft.currency}
            onChange={(currency) => currency !== null && set({ currency })}
          />
          <Select
            label={t("workspace.language")}
            description={t("workspace.languageHint")}
            data={languages.map((known) => ({ value: known, label: t(`language.${known}`) }))}
            allowDeselect={false}
            readOnly={readOnly}
            value={draft.language}
            onChange={(chosen) => chosen !== null && set({ language: chosen })}
          />
        </FormRow>
        <Select
          label={t("workspace.timeZone")}
          description={t("workspace.timeZoneHint")}
          searchable
          limit={60}
          data={[...new Set([workspace.timeZone, ...Intl.supportedValuesOf("timeZone")])]}
          allowDeselect={false}
          readOnly={readOnly}
          value={draft.timeZone}
          onChange={(timeZone) => timeZone !== null && set({ timeZone })}
        />
        <fieldset className={style.days} disabled={readOnly}>
          <legend>{t("workspace.calendar")}</legend>
          {days.map((day) => {
            const hours = draft.calendar[day];
            const name = dayName(day, language);
            return [
              <Checkbox
                key={`${day} works`}
                label={name}
                checked={hours !== undefined}
                onChange={(event) =>
                  setHours(day, event.currentTarget.checked ? ["09:00", "18:00"] : undefined)
                }
              />,
              ...([0, 1] as const).map((end) => (
                <TextInput
                  key={`${day} ${end}`}
                  type="time"
                  size="xs"
                  aria-label={t(end === 0 ? "workspace.dayFrom" : "workspace.dayTo", { day: name })}
                  disabled={hours === undefined}
                  required={hours !== undefined}
                  value={hours?.[end] ?? ""}
                  onChange={(event) => {
                    const at = event.currentTarget.value;
                    setHours(day, end === 0 ? [at, hours?.[1] ?? ""] : [hours?.[0] ?? "", at]);
                  }}
                />
              )),
            ];
          })}
        </fieldset>
        <Switch
          label={t("workspace.negativeStock")}
          description={t("workspace.negativeStockHint")}
          disabled={readOnly}
          checked={draft.allowNegativeStock}
          onChange={(event) => set({ allowNegativeStock: event.currentTarget.checked })}
        />
        <RefusalNotice refusal={change.refusal} />
        {!readOnly && (
          <div className={style.buttons}>
            <Button type="submit" loading={change.pending}>
              {t("action.save")}
            </Button>
          </div>
        )}
      </form>
    </Section>
  );
}

/** The first of January 2024 was a Monday. */
function dayName(day: string, language: string): string {
  const date = new Date(Date.UTC(2024, 0, Number(day)));
  return new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(date);
}
