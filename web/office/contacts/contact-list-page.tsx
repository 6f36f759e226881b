import { ActionIcon, Button, Tabs } from "@mantine/core";
import { IconPencil, IconPlus } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { usePages } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { SearchField } from "../search-field.tsx";
import { MoreButton } from "../shell/more-button.tsx";
import { Page } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { CompanyDialog, NewContactDialog } from "./contact-form.tsx";

const route = getRouteApi("/w/$workspace/contacts");

export function ContactListPage() {
  const { t } = useTexts();
  const { can } = useSession();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const companies = search.tab === "companies";
  const mayWrite = can("contact.write");
  const openNew = (open: boolean): void =>
    void navigate({ search: (before) => ({ ...before, new: open ? "yes" : undefined }), replace: true });
  return (
    <Page
      title={t("menu.contacts")}
      actions={
        <>
          <SearchField
            key={search.tab ?? "people"}
            label={t(companies ? "company.search" : "contact.search")}
            value={search.search ?? ""}
            onChange={(text) =>
              void navigate({
                search: (before) => ({ ...before, search: text === "" ? undefined : text }),
                replace: true,
              })
            }
          />
          {mayWrite && (
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => openNew(true)}>
              {t(companies ? "company.new" : "contact.new")}
            </Button>
          )}
        </>
      }
    >
      <Tabs
        value={companies ? "companies" : "people"}
        onChange={(tab) => void navigate({ search: tab === "companies" ? { tab } : {} })}
        keepMounted={false}
      >
        <Tabs.List mb="sm">
          <Tabs.Tab value="people">{t("contact.people")}</Tabs.Tab>
          <Tabs.Tab value="companies">{t("contact.companies")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="people">
          <People
            search={search.search}
            companyId={search.company}
            forget={() => void navigate({ search: {} })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="companies">
          <Companies search={search.search} />
        </Tabs.Panel>
      </Tabs>
      {search.new !== undefined && mayWrite && !companies && (
        <NewContactDialog onClose={() => openNew(false)} />
      )}
      {search.new !== undefined && mayWrite && companies && (
        <CompanyDialog company={null} onClose={() => openNew(false)} />
      )}
    </Page>
  );
}

type PeopleProps = {
  readonly search: string | undefined;
  readonly companyId: string | undefined;
  readonly forget: () => void;
};

function People({ search, companyId, forget }: PeopleProps) {
  const { t } = useTexts();
  const { workspace } = route.useParams();
  const pages = usePages(
    "listContacts",
    { ...(search === undefined ? {} : { search }), ...(companyId === undefined ? {} : { companyId }) },
    { keepPrevious: true },
  );
  return (
    <>
      <RefusalNotice refusal={pages.refusal} retry={pages.refetch} />
      {companyId !== undefined && (
        <p>
          {t("contact.ofCompany", { name: pages.rows?.[0]?.companyName ?? "…" })}{" "}
          <Button size="compact-sm" variant="subtle" onClick={forget}>
            {t("contact.showAll")}
          </Button>
        </p>
      )}
      {pages.pending && <PageSkeleton />}
      {pages.rows?.length === 0 && <NothingHere search={search} />}
      {pages.rows !== undefined && pages.rows.length > 0 && (
        <div className="plate scroll-aside">
          <table className="rows stacked">
            <thead>
              <tr>
                <th scope="col">{t("contact.name")}</th>
                <th scope="col">{t("deal.company")}</th>
                <th scope="col">{t("contact.phone")}</th>
                <th scope="col">{t("contact.email")}</th>
                <th scope="col" className="figures">
                  {t("contact.openDeals")}
                </th>
              </tr>
            </thead>
            <tbody>
              {pages.rows.map((contact) => (
                <tr key={contact.id}>
                  <td>
                    <Link
                      to="/w/$workspace/contacts/$contactId"
                      params={{ workspace, contactId: contact.id }}
                    >
                      {contact.name}
                    </Link>
                  </td>
                  <td>{contact.companyName}</td>
                  <td>{contact.phone}</td>
                  <td>{contact.email}</td>
                  <td className="figures" data-label={t("contact.openDeals")}>
                    {contact.openDeals}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton more={pages.more} pending={pages.fetchingMore} />
    </>
  );
}

function Companies({ search }: { readonly search: string | undefined }) {
  const { t } = useTexts();
  const { can } = useSession();
  const { workspace } = route.useParams();
  const [edited, setEdited] = useState<OutputOf<"listCompanies">["rows"][number]>();
  const pages = usePages("listCompanies", search === undefined ? {} : { search }, { keepPrevious: true });
  return (
    <>
      <RefusalNotice refusal={pages.refusal} retry={pages.refetch} />
      {pages.pending && <PageSkeleton />}
      {pages.rows?.length === 0 && <NothingHere search={search} companies />}
      {pages.rows !== undefined && pages.rows.length > 0 && (
        <div className="plate scroll-aside">
          <table className="rows stacked">
            <thead>
              <tr>
                <th scope="col">{t("contact.name")}</th>
                <th scope="col">{t("contact.phone")}</th>
                <th scope="col">{t("contact.email")}</th>
                <th scope="col" className="figures">
                  {t("menu.contacts")}
                </th>
                <th scope="col" className="figures">
                  {t("contact.openDeals")}
                </th>
                <th scope="col">
                  <span className="unseen">{t("action.edit")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {pages.rows.map((company) => (
                <tr key={company.id}>
                  <td>
                    <Link
                      to="/w/$workspace/companies/$companyId"
                      params={{ workspace, companyId: company.id }}
                    >
                      {company.name}
                    </Link>
                  </td>
                  <td>{company.phone}</td>
                  <td>{company.email}</td>
                  <td className="figures" data-label={t("menu.contacts")}>
                    {company.contacts}
                  </td>
                  <td className="figures" data-label={t("contact.openDeals")}>
                    {company.openDeals}
                  </td>
                  <td className="figures">
                    {can("contact.write") && (
                      <ActionIcon
                        aria-label={t("contact.editNamed", { name: company.name })}
                        onClick={() => setEdited(company)}
                      >
                        <IconPencil size={16} aria-hidden />
                      </ActionIcon>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton more={pages.more} pending={pages.fetchingMore} />
      {edited !== undefined && <CompanyDialog company={edited} onClose={() => setEdited(undefined)} />}
    </>
  );
}

function NothingHere({
  search,
  companies = false,
}: {
  readonly search: string | undefined;
  readonly companies?: boolean;
}) {
  const { t } = useTexts();
  if (search !== undefined)
    return <EmptyState title={t("list.nothing.title")} text={t("list.nothing.text", { search })} />;
  return (
    <EmptyState
      title={t(companies ? "company.empty.title" : "contact.empty.title")}
      text={t(companies ? "company.empty.text" : "contact.empty.text")}
    />
  );
}
