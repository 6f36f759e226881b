import { Button, Tabs } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import type { Refused } from "#web/shared/call.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useTexts } from "./texts.ts";
import { useEditorNames } from "./editor-names.ts";
import { findMissing } from "./find-missing.ts";
import { LeaveDialog } from "./leave-dialog.tsx";
import { MaterialsTab } from "./materials-tab.tsx";
import { PolicyTab } from "./policy-tab.tsx";
import { SaveBar } from "./save-bar.tsx";
import { useSample } from "./sample.ts";
import type { Change } from "./stage-edit.ts";
import { StagesTab } from "./stages/stages-tab.tsx";
import type { Shown, TabProps } from "./template-tab.ts";
import { type TemplateSearch, type TemplateTab, templateTabs } from "./template-search.ts";
import { TriggerTab } from "./triggers/trigger-tab.tsx";
import { useDraft } from "./use-draft.ts";
import { VariantsTab } from "./variants/variants-tab.tsx";
import { VersionTab } from "./versions/version-tab.tsx";
import style from "./template.module.css";

const route = getRouteApi("/w/$workspace/templates/$templateId");

type Props = {
  /** What the edit began from. */
  readonly base: Shown;
  /** What the server has now. */
  readonly latest: Shown;
  readonly editable: boolean;
  readonly onDirty: (dirty: boolean) => void;
  readonly onSaved: (number: number) => void;
};

export function TemplateEditor({ base, latest, editable, onDirty, onSaved }: Props) {
  const { t } = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const save = useCommand("saveTemplate");
  const product = useRoute("showItem", { itemId: base.itemId }).data;
  const names = useEditorNames(base);
  const sample = useSample(product, base.body);
  const { body, change: rewrite, reset, sent, changed } = useDraft(base);
  const [name, setName] = useState(base.name);
  const [local, setLocal] = useState<Refused>();
  const dirty = editable && (name !== base.name || changed);
  const editor = useRef<HTMLDivElement>(null);
  const refusal = local ?? save.refusal;
  const tab = search.tab ?? "stages";
  const setSearch = (part: Partial<TemplateSearch>): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  useEffect(() => onDirty(dirty), [dirty, onDirty]);
  // On a phone not all tabs are in view: the chosen one comes into it.
  useEffect(() => {
    editor.current
      ?.querySelector("[role=tab][aria-selected=true]")
      ?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [tab]);

  const { forget } = save;
  // What was found wrong was wrong with the draft before.
  const change = useCallback<Change>(
    (how) => {
      setLocal(undefined);
      forget();
      return rewrite(how);
    },
    [rewrite, forget],
  );
  const discard = (): void => {
    reset();
    setName(base.name);
    forget();
    setLocal(undefined);
  };
  /** Leads to the field that was found wrong. */
  const openFault = (fault: Pick<Refused, "path" | "fields">): void => {
    const [, part, index, kind, place] = fault.fields?.[0]?.path ?? fault.path ?? [];
    if (part === "stages" && typeof index === "number") {
      setSearch({ tab: undefined, stage: body.stages[index]?.key });
    } else if (part === "variants" && typeof index === "number") {
      const version = body.variants[index];
      const at = typeof place === "number" ? place : -1;
      const stage =
        kind === "addedStages" ? version?.addedStages[at]?.stage.key : version?.changedStages[at]?.key;
      setSearch({ tab: "variants", variant: version?.variantId, stage });
    } else if (part === "triggers") setSearch({ tab: "triggers" });
    else if (part === "policies") setSearch({ tab: "policies" });
  };
  /** Whether all is there that only a person can choose or write. */
  const isComplete = (): boolean => {
    // The fields stand outside of the bar's form, and what is no number has not come into the draft.
    const wrong = editor.current?.querySelector<HTMLInputElement>("input:invalid");
    if (wrong?.validity.customError === true) {
      wrong.reportValidity();
      return false;
    }
    const missing = findMissing(body);
    setLocal(
      missing === null ? undefined : { code: "input_invalid", message: t(missing.text), path: missing.path },
    );
    if (missing !== null) openFault(missing);
    return missing === null;
  };
  const submit = async (comment: string): Promise<void> => {
    const answer = await save.run(
      { templateId: base.id, name, body: sent, comment, basedOn: base.number },
      { inPlace: true },
    );
    if (answer.ok) {
      notify({ tone: "done", text: t("template.saved", { number: answer.value.number }) });
      // The editor begins anew from what was saved, as soon as the server shows it.
      onSaved(answer.value.number);
      return;
    }
    openFault(answer.refusal);
  };

  const tabProps: TabProps = { body, change, base, product, names, editable, refusal, sample };
  const onOpen = (stage: string | undefined): void => setSearch({ stage });
  const panels: Record<TemplateTab, ReactNode> = {
    stages: <StagesTab {...tabProps} name={name} onName={setName} open={search.stage} onOpen={onOpen} />,
    materials: <MaterialsTab {...tabProps} onOpen={(stage) => setSearch({ tab: undefined, stage })} />,
    variants: (
      <VariantsTab
        {...tabProps}
        variant={search.variant}
        onVariant={(variant) => setSearch({ variant, stage: undefined })}
        open={search.stage}
        onOpen={onOpen}
      />
    ),
    triggers: (
      <TriggerTab {...tabProps} dirty={dirty} onOpen={(stage) => setSearch({ tab: undefined, stage })} />
    ),
    policies: <PolicyTab {...tabProps} />,
    versions: (
      <VersionTab
        shown={latest}
        dirty={dirty}
        compare={search.compare}
        onCompare={(compare) => setSearch({ compare })}
      />
    ),
  };
  const counts: Partial<Record<TemplateTab, number>> = {
    stages: body.stages.length,
    variants: body.variants.length,
    versions: latest.versions.length,
  };
  return (
    <>
      {dirty && latest.currentNumber > base.currentNumber && (
        <div className={style.banner} role="alert">
          <span>{t("template.overtaken", { number: latest.currentNumber })}</span>
          <Button size="xs" variant="default" onClick={discard}>
            {t("template.dropChanges")}
          </Button>
        </div>
      )}
      <Tabs
        ref={editor}
        value={tab}
        keepMounted={false}
        onChange={(next) =>
          setSearch({ tab: next === "stages" ? undefined : templateTabs.find((one) => one === next) })
        }
      >
        <Tabs.List className={style.tabs}>
          {templateTabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`template.tab.${one}`)}
              {(counts[one] ?? 0) > 0 && <span className={style.tabCount}>{counts[one]}</span>}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {templateTabs.map((one) => (
          <Tabs.Panel key={one} value={one} className={style.panel}>
            {panels[one]}
          </Tabs.Panel>
        ))}
      </Tabs>
      {(dirty || refusal !== undefined) && (
        <SaveBar
          base={base}
          body={sent}
          dirty={dirty && name.trim() !== ""}
          pending={save.pending}
          refusal={refusal}
          onDiscard={discard}
          onSave={submit}
          isComplete={isComplete}
          onRefusal={(found) => {
            setLocal(found);
            openFault(found);
          }}
        />
      )}
      <LeaveDialog dirty={dirty} />
    </>
  );
}
