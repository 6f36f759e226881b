import { ActionIcon, Button, Menu, Switch, TextInput } from "@mantine/core";
import { IconDots, IconPlus } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt } from "#web/shared/call.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand, usePages } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { RelativeTime } from "#web/shared/texts.tsx";
import { ItemPicker } from "../pickers/item-picker.tsx";
import { Mark } from "../production/mark.tsx";
import { SearchField } from "../search-field.tsx";
import { FormDialog } from "../shell/form-dialog.tsx";
import { MoreButton } from "../shell/more-button.tsx";
import { Page } from "../shell/page.tsx";
import { useTexts } from "./texts.ts";
import { wantsTemplate } from "./start/empty-template-form.tsx";
import { NewTemplateDialog } from "./start/new-template-dialog.tsx";
import type { TemplateListSearch } from "./template-search.ts";
import style from "./template.module.css";

const route = getRouteApi("/w/$workspace/templates");
type Row = OutputOf<"listTemplates">["rows"][number];

export function TemplateListPage() {
  const { t } = useTexts();
  const { can } = useSession();
  const { workspace } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const setSearch = (part: Partial<TemplateListSearch>): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const { rows, refusal, pending, more, fetchingMore, refetch } = usePages<"listTemplates">(
    "listTemplates",
    {
      ...(search.search === undefined ? {} : { search: search.search }),
      ...(search.archived === undefined ? {} : { archived: "true" }),
    },
    { keepPrevious: true },
  );
  const mayWrite = can("template.write");
  const narrowed = search.search !== undefined || search.archived !== undefined;
  const open = (templateId: string): void =>
    void navigate({
      to: "/w/$workspace/templates/$templateId",
      params: { workspace, templateId },
      search: {},
    });
  return (
    <Page
      title={t("menu.templates")}
      actions={
        <div className={style.tools}>
          <SearchField
            label={t("template.search")}
            value={search.search ?? ""}
            onChange={(text) => setSearch({ search: text === "" ? undefined : text })}
          />
          {mayWrite && (
            <Button
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => setSearch({ new: "yes" })}
            >
              {t("template.new")}
            </Button>
          )}
        </div>
      }
    >
      <Switch
        label={t("item.showArchived")}
        checked={search.archived !== undefined}
        onChange={(event) => setSearch({ archived: event.currentTarget.checked ? "yes" : undefined })}
      />
      <RefusalNotice refusal={refusal} retry={refetch} />
      {pending && refusal === undefined && <PageSkeleton lines={6} />}
      {rows?.length === 0 &&
        (narrowed ? (
          <EmptyState title={t("list.nothing.title")} text={t("template.nothing")}>
            <Button variant="default" onClick={() => setSearch({ search: undefined, archived: undefined })}>
              {t("board.clearFilters")}
            </Button>
          </EmptyState>
        ) : (
          <EmptyState title={t("template.empty.title")} text={t("template.empty.text")}>
            {mayWrite && <Button onClick={() => setSearch({ new: "yes" })}>{t("template.new")}</Button>}
          </EmptyState>
        ))}
      {rows !== undefined && rows.length > 0 && (
        <div className="plate scroll-aside">
          <table className="rows stacked">
            <caption className="unseen">{t("menu.templates")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("template.name")}</th>
                <th scope="col">{t("board.product")}</th>
                <th scope="col">{t("template.tab.stages")}</th>
                <th scope="col" className="figures">
                  {t("template.version")}
                </th>
                <th scope="col" className="figures">
                  {t("template.openOrders")}
                </th>
                <th scope="col">{t("template.changed")}</th>
                <th scope="col">
                  <span className="unseen">{t("action.more")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <TemplateRow
                  key={row.id}
                  row={row}
                  workspace={workspace}
                  mayWrite={mayWrite}
                  onCopied={open}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton more={more} pending={fetchingMore} />
      {search.new !== undefined && mayWrite && (
        <NewTemplateDialog
          itemId={search.new === "yes" ? null : search.new}
          onClose={() => setSearch({ new: undefined })}
          onMade={open}
        />
      )}
    </Page>
  );
}

function TemplateRow(props: {
  readonly row: Row;
  readonly workspace: string;
  readonly mayWrite: boolean;
  readonly onCopied: (templateId: string) => void;
}) {
  const { row, workspace, mayWrite, onCopied } = props;
  const { t, number } = useTexts();
  return (
    <tr>
      <td className={style.nameCell}>
        <Link to="/w/$workspace/templates/$templateId" params={{ workspace, templateId: row.id }} search={{}}>
          {row.name}
        </Link>{" "}
        {row.archived && <Mark>{t("item.archived")}</Mark>}
      </td>
      <td>{row.itemName}</td>
      <td>{row.stageNames.join(" → ")}</td>
      <td className="figures" data-label={t("template.version")}>
        {row.currentNumber}
      </td>
      <td className="figures" data-label={t("template.openOrders")}>
        {number(String(row.openOrders))}
      </td>
      <td>
        <RelativeTime when={row.changedAt} />
      </td>
      <td className="figures">{mayWrite ? <RowMenu row={row} onCopied={onCopied} /> : <span />}</td>
    </tr>
  );
}

function RowMenu({ row, onCopied }: { readonly row: Row; readonly onCopied: (templateId: string) => void }) {
  const { t } = useTexts();
  const archive = useCommand("archiveTemplate");
  const [copying, setCopying] = useState(false);
  const set = async (archived: boolean): Promise<void> => {
    const answer = await archive.run({ templateId: row.id, archived });
    if (!answer.ok) return;
    notify({
      tone: "done",
      text: archived ? t("item.archivedNow", { name: row.name }) : t("item.broughtBack", { name: row.name }),
      act: {
        label: t("action.undo"),
        run: () => void archive.run({ templateId: row.id, archived: !archived }),
      },
    });
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t("template.rowMenu", { name: row.name })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setCopying(true)}>{t("template.duplicate")}</Menu.Item>
          <Menu.Item onClick={() => void set(!row.archived)}>
            {row.archived ? t("item.bringBack") : t("item.archive")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {copying && <DuplicateDialog row={row} onClose={() => setCopying(false)} onCopied={onCopied} />}
    </>
  );
}

function DuplicateDialog(props: {
  readonly row: Row;
  readonly onClose: () => void;
  readonly onCopied: (templateId: string) => void;
}) {
  const { t } = useTexts();
  const copy = useCommand("duplicateTemplate");
  const [itemId, setItemId] = useState<string | null>(null);
  const [name, setName] = useState("");
  const submit = async (): Promise<void> => {
    if (itemId === null) return;
    const answer = await copy.run({ templateId: props.row.id, itemId, name }, { inPlace: true });
    if (answer.ok) props.onCopied(answer.value.templateId);
  };
  return (
    <FormDialog
      title={t("template.duplicateTitle", { name: props.row.name })}
      onClose={props.onClose}
      onSubmit={() => void submit()}
      submitLabel={t("template.duplicate")}
      pending={copy.pending}
      refusal={copy.refusal}
      disabled={itemId === null || name.trim() === ""}
    >
      <ItemPicker
        label={t("template.forProduct")}
        placeholder={t("dealLine.variantHint")}
        required
        data-autofocus
        fits={wantsTemplate}
        value={itemId}
        onChange={(item) => {
          setItemId(item?.id ?? null);
          if (item !== null) setName(item.name);
        }}
        error={faultAt(copy.refusal, "itemId")}
      />
      <TextInput
        label={t("template.name")}
        required
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={faultAt(copy.refusal, "name")}
      />
    </FormDialog>
  );
}
