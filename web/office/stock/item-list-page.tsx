import { Button, Drawer, SegmentedControl, Switch } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { itemKinds } from "../item-kinds.ts";
import type { OutputOf } from "#modules/routes.ts";
import { usePages } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { ButtonLink } from "../links.tsx";
import { SearchField } from "../search-field.tsx";
import { Page } from "../shell/page.tsx";
import { AddItemDialog } from "./add-item-dialog.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { ItemCard } from "./item-card.tsx";
import { ChosenBar } from "./item-grid/chosen-bar.tsx";
import { ItemCards } from "./item-grid/item-cards.tsx";
import { ItemGrid } from "./item-grid/item-grid.tsx";
import type { ItemListSearch } from "./stock-search.ts";
import style from "./stock.module.css";
import { useTexts } from "./texts.ts";

const route = getRouteApi("/w/$workspace/items");
export type Item = OutputOf<"listItems">["rows"][number];

const nothingChosen: ReadonlySet<string> = new Set();

export function ItemListPage() {
  const { t } = useTexts();
  const { can } = useSession();
  const { workspace } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const setSearch = (part: Partial<ItemListSearch>): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const { rows, refusal, pending, more, fetchingMore, refetch } = usePages<"listItems">(
    "listItems",
    {
      limit: 200,
      ...(search.search === undefined ? {} : { search: search.search }),
      ...(search.kind === undefined ? {} : { kind: search.kind }),
      ...(search.archived === undefined ? {} : { archived: "true" }),
    },
    { keepPrevious: true },
  );
  const narrowed = search.search !== undefined || search.kind !== undefined || search.archived !== undefined;
  const mayWrite = can("item.write");
  const isPhone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const [picked, setPicked] = useState<{ readonly of: string; readonly ids: ReadonlySet<string> }>();
  // Another list is another choice: nobody archives what is out of sight.
  const list = JSON.stringify([search.search, search.kind, search.archived]);
  const chosen = picked?.of === list ? picked.ids : nothingChosen;
  const setChosen = (ids: ReadonlySet<string>): void => setPicked({ of: list, ids });
  return (
    <Page
      title={t("item.title")}
      actions={
        <div className={style.tools}>
          <SearchField
            label={t("item.search")}
            value={search.search ?? ""}
            onChange={(text) => setSearch({ search: text === "" ? undefined : text })}
          />
          <ExportMenu workspace={workspace} search={search} />
          {mayWrite && (
            <ButtonLink variant="default" to="/w/$workspace/items/import" params={{ workspace }}>
              {t("import.open")}
            </ButtonLink>
          )}
          {mayWrite && (
            <Button
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => setSearch({ new: "item" })}
            >
              {t("item.new")}
            </Button>
          )}
        </div>
      }
    >
      <div className={style.tools}>
        <SegmentedControl
          aria-label={t("item.kind")}
          value={search.kind ?? "all"}
          onChange={(kind) => setSearch({ kind: itemKinds.find((one) => one === kind) })}
          data={[
            { value: "all", label: t("item.allKinds") },
            ...itemKinds.map((kind) => ({ value: kind, label: t(`item.kind.${kind}`) })),
          ]}
        />
        <Switch
          label={t("item.showArchived")}
          checked={search.archived !== undefined}
          onChange={(event) => setSearch({ archived: event.currentTarget.checked ? "yes" : undefined })}
        />
      </div>
      <RefusalNotice refusal={refusal} retry={refetch} />
      {pending && refusal === undefined && <PageSkeleton lines={8} />}
      {rows?.length === 0 &&
        (narrowed ? (
          <EmptyState title={t("list.nothing.title")} text={t("item.nothing")}>
            <Button
              variant="default"
              onClick={() => setSearch({ search: undefined, kind: undefined, archived: undefined })}
            >
              {t("board.clearFilters")}
            </Button>
          </EmptyState>
        ) : (
          <EmptyState title={t("item.empty.title")} text={t("item.empty.text")}>
            {mayWrite && <Button onClick={() => setSearch({ new: "item" })}>{t("item.new")}</Button>}
          </EmptyState>
        ))}
      <ChosenBar
        chosen={chosen}
        archived={search.archived !== undefined}
        onClear={() => setChosen(new Set())}
      />
      {rows !== undefined &&
        rows.length > 0 &&
        (isPhone ? (
          <ItemCards items={rows} workspace={workspace} more={more} fetchingMore={fetchingMore} />
        ) : (
          <ItemGrid
            items={rows}
            workspace={workspace}
            more={more}
            fetchingMore={fetchingMore}
            chosen={chosen}
            onChoose={setChosen}
          />
        ))}
      <Drawer
        opened={search.item !== undefined}
        onClose={() => setSearch({ item: undefined })}
        position="right"
        size="46rem"
        title={t("item.one")}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        {search.item !== undefined && <ItemCard itemId={search.item} workspace={workspace} />}
      </Drawer>
      {search.new !== undefined && mayWrite && (
        <AddItemDialog
          kind={search.kind}
          onClose={() => setSearch({ new: undefined })}
          onAdded={(item) => setSearch({ new: undefined, item })}
        />
      )}
    </Page>
  );
}
