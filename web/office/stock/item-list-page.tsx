import { Button, Drawer, SegmentedControl, Switch } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { itemKinds } from "../item-kinds.ts";
import type { OutputOf } from "#modules/routes.ts";
import { Picture } from "#web/shared/file-picture.tsx";
import { usePages } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { Mark } from "../production/mark.tsx";
import { SearchField } from "../search-field.tsx";
import { MoreButton } from "../shell/more-button.tsx";
import { Page } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { AddItemDialog } from "./add-item-dialog.tsx";
import { ItemCard } from "./item-card.tsx";
import type { ItemListSearch } from "./stock-search.ts";
import style from "./stock.module.css";

const route = getRouteApi("/w/$workspace/items");
export type Item = OutputOf<"listItems">["rows"][number];

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
      ...(search.search === undefined ? {} : { search: search.search }),
      ...(search.kind === undefined ? {} : { kind: search.kind }),
      ...(search.archived === undefined ? {} : { archived: "true" }),
    },
    { keepPrevious: true },
  );
  const narrowed = search.search !== undefined || search.kind !== undefined || search.archived !== undefined;
  const mayWrite = can("item.write");
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
      {rows !== undefined && rows.length > 0 && (
        <div className="plate scroll-aside">
          <table className="rows">
            <caption className="unseen">{t("item.title")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("item.name")}</th>
                <th scope="col">{t("item.kind")}</th>
                <th scope="col">{t("item.unit")}</th>
                <th scope="col">{t("item.variants")}</th>
                <th scope="col" className="figures">
                  {t("item.salePrice")}
                </th>
                <th scope="col" className="figures">
                  {t("item.listPrice")}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((item) => (
                <ItemRow key={item.id} item={item} workspace={workspace} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton more={more} pending={fetchingMore} />
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

function ItemRow({ item, workspace }: { readonly item: Item; readonly workspace: string }) {
  const { t } = useTexts();
  const variants = item.variants.filter((variant) => !variant.archived || item.archived);
  const named = variants.length > 1 || variants[0]?.name !== item.name;
  return (
    <tr>
      <td className={style.name}>
        {item.photoId !== null && (
          <Picture fileId={item.photoId} size="thumbnail" alt="" className={style.photo} fallback={null} />
        )}
        <Link
          from="/w/$workspace/items"
          to="/w/$workspace/items"
          params={{ workspace }}
          search={(before) => ({ ...before, item: item.id })}
        >
          {item.name}
        </Link>{" "}
        {item.archived && <Mark>{t("item.archived")}</Mark>}
        {item.kind !== "material" && !item.hasTemplate && <Mark tone="waiting">{t("item.noTemplate")}</Mark>}
      </td>
      <td>{t(`item.kind.${item.kind}`)}</td>
      <td>{t(`unit.${item.unit}`)}</td>
      <td>
        {!named
          ? "–"
          : variants
              .slice(0, 4)
              .map((variant) => variant.name)
              .join(", ") + (variants.length > 4 ? ` +${variants.length - 4}` : "")}
      </td>
      <td className="figures">
        <Prices prices={variants.map((variant) => variant.salePrice)} />
      </td>
      <td className="figures">
        <Prices prices={variants.map((variant) => variant.listPrice)} />
      </td>
    </tr>
  );
}

/** One price, or from the lowest to the highest. */
function Prices({ prices }: { readonly prices: readonly (string | null)[] }) {
  const { unitPrice } = useTexts();
  const known = prices
    .filter((price) => price !== null)
    // Only to sort them: what is shown is the text itself.
    .sort((a, b) => Number(a) - Number(b));
  const [lowest] = known;
  const highest = known.at(-1);
  if (lowest === undefined || highest === undefined) return <>–</>;
  return <>{lowest === highest ? unitPrice(lowest) : `${unitPrice(lowest)} – ${unitPrice(highest)}`}</>;
}
