import { Button, Switch } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { usePages } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { Mark } from "../production/mark.tsx";
import { useTexts } from "../production/texts.ts";
import { ScrollAside } from "../scroll-aside.tsx";
import { SearchField } from "../search-field.tsx";
import { MoreButton } from "../shell/more-button.tsx";
import { Page } from "../shell/page.tsx";
import { SubcontractorCard } from "./subcontractor-card.tsx";
import { SubcontractorDialog } from "./subcontractor-dialog.tsx";
import style from "./subcontractors.module.css";

const route = getRouteApi("/w/$workspace/subcontractors");

/** Whoever makes stages outside the house. */
export function SubcontractorPage() {
  const { t } = useTexts();
  const { can } = useSession();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const setSearch = (part: Partial<Record<keyof typeof search, string | undefined>>): void =>
    void navigate({ search: (before) => ({ ...before, ...part }) as typeof search, replace: true });
  const pages = usePages<"listSubcontractors">(
    "listSubcontractors",
    {
      ...(search.search === undefined ? {} : { search: search.search }),
      ...(search.archived === "yes" ? { archived: "true" } : {}),
    },
    { keepPrevious: true },
  );
  const { rows } = pages;
  const mayWrite = can("subcontractor.write");
  const add = (): void => setSearch({ new: "subcontractor" });
  return (
    <Page
      title={t("subs.title")}
      actions={
        mayWrite && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
            {t("subs.new")}
          </Button>
        )
      }
    >
      <div className={style.list}>
        <div className={style.filters}>
          <SearchField
            label={t("subs.search")}
            value={search.search ?? ""}
            onChange={(text) => setSearch({ search: text === "" ? undefined : text })}
          />
          <Switch
            label={t("subs.showArchived")}
            checked={search.archived === "yes"}
            onChange={(event) => setSearch({ archived: event.currentTarget.checked ? "yes" : undefined })}
          />
        </div>
        <RefusalNotice refusal={pages.refusal} retry={pages.refetch} />
        {pages.pending && pages.refusal === undefined && <PageSkeleton />}
        {rows?.length === 0 &&
          (search.search === undefined ? (
            <EmptyState title={t("subs.empty.title")} text={t("subs.empty.text")}>
              {mayWrite && <Button onClick={add}>{t("subs.new")}</Button>}
            </EmptyState>
          ) : (
            <EmptyState title={t("list.nothing.title")} text={t("subs.nothing")} />
          ))}
        {rows !== undefined && rows.length > 0 && (
          <ScrollAside label={t("subs.title")} plate>
            <table className="rows stacked">
              <caption className="unseen">{t("subs.title")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("subs.name")}</th>
                  <th scope="col">{t("subs.services")}</th>
                  <th scope="col">{t("subs.contactPerson")}</th>
                  <th scope="col">{t("subs.phone")}</th>
                  <th scope="col" className="figures">
                    {t("subs.prices")}
                  </th>
                  <th scope="col" className="figures">
                    {t("subs.orders")}
                  </th>
                  <th scope="col" className="figures">
                    {t("subs.units")}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.id}>
                    <td>
                      <Button
                        variant="subtle"
                        size="compact-sm"
                        className={style.nameButton ?? ""}
                        onClick={() => setSearch({ subcontractor: row.id })}
                      >
                        {row.name}
                      </Button>{" "}
                      {row.archived && <Mark>{t("subs.archived")}</Mark>}
                    </td>
                    <td className={style.services}>{row.services}</td>
                    <td>{row.contactPerson}</td>
                    <td>{row.phone}</td>
                    <td className="figures" data-label={t("subs.prices")}>
                      {row.prices}
                    </td>
                    <td className="figures" data-label={t("subs.orders")}>
                      {row.orders}
                    </td>
                    <td className="figures" data-label={t("subs.units")}>
                      {row.units}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollAside>
        )}
        <MoreButton more={pages.more} pending={pages.fetchingMore} />
      </div>
      {search.subcontractor !== undefined && (
        <SubcontractorCard
          key={search.subcontractor}
          subcontractorId={search.subcontractor}
          onClose={() => setSearch({ subcontractor: undefined })}
        />
      )}
      {search.new !== undefined && mayWrite && (
        <SubcontractorDialog
          subcontractor={null}
          onClose={() => setSearch({ new: undefined })}
          onSaved={(id) => setSearch({ new: undefined, subcontractor: id })}
        />
      )}
    </Page>
  );
}
