import { Button, Modal, Tabs, TextInput } from "@mantine/core";
import { getRouteApi, useBlocker } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Refused } from "#web/shared/call.ts";
import { faultAt } from "#web/shared/call.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { RefusalNotice } from "#web/shared/states.tsx";
import { useTexts } from "../texts.ts";
import { PolicyTab } from "./policy-tab.tsx";
import { StagesTab } from "./stages-tab.tsx";
import { bodyOfDraft, type DraftBody } from "./template-draft.ts";
import type { Shown } from "./template-page.tsx";
import { type TemplateSearch, templateTabs } from "./template-search.ts";
import { TriggerTab } from "./trigger-tab.tsx";
import { VersionTab } from "./version-tab.tsx";
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

/** What every tab is handed. */
export type TabProps = {
  readonly body: DraftBody;
  readonly change: (rewrite: (body: DraftBody) => DraftBody) => void;
  readonly base: Shown;
  readonly editable: boolean;
  readonly refusal: Refused | undefined;
};

export function TemplateEditor({ base, latest, editable, onDirty, onSaved }: Props) {
  const { t } = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const save = useCommand("saveTemplate");
  const [body, setBody] = useState<DraftBody>(base.body);
  const [name, setName] = useState(base.name);
  const [comment, setComment] = useState("");
  // What is not chosen yet is found here: the server could only say that it is no id.
  const [local, setLocal] = useState<Refused>();
  const sent = useMemo(() => bodyOfDraft(body), [body]);
  const dirty = editable && (name !== base.name || JSON.stringify(sent) !== JSON.stringify(base.body));
  const change = useCallback((rewrite: (before: DraftBody) => DraftBody) => setBody(rewrite), []);
  const editor = useRef<HTMLDivElement>(null);
  const refusal = local ?? save.refusal;
  const tab = search.tab ?? "stages";
  const setSearch = (part: Partial<TemplateSearch>): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  useEffect(() => onDirty(dirty), [dirty, onDirty]);

  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      dirty &&
      (current.pathname !== next.pathname ||
        textAt(current.search, "version") !== textAt(next.search, "version")),
    enableBeforeUnload: () => dirty,
    withResolver: true,
  });

  const reset = (): void => {
    setBody(base.body);
    setName(base.name);
    setComment("");
    save.forget();
    setLocal(undefined);
  };
  const submit = async (): Promise<void> => {
    // The fields stand outside of this form, and what is no number has not come into the draft.
    const wrong = editor.current?.querySelector<HTMLInputElement>("input:invalid");
    if (wrong !== null && wrong !== undefined) {
      wrong.reportValidity();
      return;
    }
    const missing = findMissing(body);
    setLocal(
      missing === null ? undefined : { code: "input_invalid", message: t(missing.text), path: missing.path },
    );
    if (missing !== null) {
      openFault(missing);
      return;
    }
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
  /** Leads to the field that the server found wrong. */
  const openFault = (fault: Pick<Refused, "path" | "fields">): void => {
    const path = fault.fields?.[0]?.path ?? fault.path ?? [];
    const [, part, index] = path;
    if (part === "stages" && typeof index === "number") {
      setSearch({ tab: undefined, stage: body.stages[index]?.key });
    } else if (part === "triggers") setSearch({ tab: "triggers" });
    else if (part === "policies") setSearch({ tab: "policies" });
  };

  const overtaken = dirty && latest.currentNumber > base.currentNumber;
  const tabProps: TabProps = { body, change, base, editable, refusal };
  return (
    <>
      {overtaken && (
        <div className={style.banner} role="alert">
          <span>{t("template.overtaken", { number: latest.currentNumber })}</span>
          <Button size="xs" variant="default" onClick={reset}>
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
              {one === "stages" && <span className={style.tabCount}>{body.stages.length}</span>}
              {one === "versions" && <span className={style.tabCount}>{latest.versions.length}</span>}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="stages" className={style.panel}>
          <StagesTab
            {...tabProps}
            name={name}
            onName={setName}
            open={search.stage}
            onOpen={(stage) => setSearch({ stage })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="triggers" className={style.panel}>
          <TriggerTab {...tabProps} dirty={dirty} />
        </Tabs.Panel>
        <Tabs.Panel value="policies" className={style.panel}>
          <PolicyTab {...tabProps} />
        </Tabs.Panel>
        <Tabs.Panel value="versions" className={style.panel}>
          <VersionTab
            shown={latest}
            dirty={dirty}
            compare={search.compare}
            onCompare={(compare) => setSearch({ compare })}
          />
        </Tabs.Panel>
      </Tabs>
      {(dirty || refusal !== undefined) && (
        <form
          className={style.saveBar}
          onSubmit={(event) => {
            event.preventDefault();
            if (!save.pending) void submit();
          }}
        >
          <RefusalNotice refusal={refusal} />
          <div className={style.saveRow}>
            <strong>{t("template.unsaved")}</strong>
            <TextInput
              className={style.comment ?? ""}
              aria-label={t("template.comment")}
              placeholder={t("template.comment")}
              value={comment}
              onChange={(event) => setComment(event.currentTarget.value)}
              error={faultAt(save.refusal, "comment")}
            />
            <Button variant="default" onClick={reset}>
              {t("template.discard")}
            </Button>
            <Button type="submit" loading={save.pending} disabled={!dirty || name.trim() === ""}>
              {t("template.save")}
            </Button>
          </div>
        </form>
      )}
      <Modal
        opened={blocker.status === "blocked"}
        onClose={() => blocker.reset?.()}
        title={t("template.leaveTitle")}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        <p className="soft">{t("template.leaveText")}</p>
        <div className={style.leaveButtons}>
          <Button variant="default" onClick={() => blocker.proceed?.()}>
            {t("template.leave")}
          </Button>
          <Button data-autofocus onClick={() => blocker.reset?.()}>
            {t("template.stay")}
          </Button>
        </div>
      </Modal>
    </>
  );
}

type Missing = {
  readonly path: readonly (string | number)[];
  readonly text: "template.chooseMaterial" | "template.choosePerformer";
};

function findMissing(body: DraftBody): Missing | null {
  for (const [index, { performer, norms }] of body.stages.entries()) {
    const path = ["body", "stages", index] as const;
    if (performer.kind === "member" && performer.memberId === "") {
      return { path: [...path, "performer", "memberId"], text: "template.choosePerformer" };
    }
    if (performer.kind === "trade" && performer.tradeId === "") {
      return { path: [...path, "performer", "tradeId"], text: "template.choosePerformer" };
    }
    const place = norms.findIndex((norm) => norm.variantId === "");
    if (place >= 0) return { path: [...path, "norms", place, "variantId"], text: "template.chooseMaterial" };
  }
  return null;
}

function textAt(search: unknown, key: string): unknown {
  return typeof search === "object" && search !== null ? Reflect.get(search, key) : undefined;
}
