import { ActionIcon, Badge, Button } from "@mantine/core";
import { IconArchive, IconPencil } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { Page, Section } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { Timeline } from "../timeline/timeline.tsx";
import { CompanyDialog } from "./contact-form.tsx";
import { DealSums } from "./deal-sums.tsx";
import { DealTable } from "./deal-table.tsx";
import { Details } from "./details.tsx";
import { OpenTasks } from "./open-tasks.tsx";
import style from "../deals/deal-page.module.css";

const route = getRouteApi("/w/$workspace/companies/$companyId");

export function CompanyPage() {
  const { t } = useTexts();
  const { companyId } = route.useParams();
  const { data, refusal, refetch } = useRoute("showCompany", { companyId });
  if (data !== undefined) return <Company company={data} />;
  return (
    <Page title={t("deal.company")}>
      {refusal === undefined ? <PageSkeleton /> : <RefusalNotice refusal={refusal} retry={refetch} />}
    </Page>
  );
}

function Company({ company }: { readonly company: OutputOf<"showCompany"> }) {
  const { t } = useTexts();
  const { can } = useSession();
  const { workspace } = route.useParams();
  const { show } = route.useSearch();
  const navigate = route.useNavigate();
  const [editing, setEditing] = useState(false);
  const change = useCommand("changeCompany");
  const mayWrite = can("contact.write");
  const companyId = company.id;

  const archive = async (archived: boolean): Promise<void> => {
    const answer = await change.run({ companyId, archived });
    if (!answer.ok || !archived) return;
    notify({
      tone: "done",
      text: t("contact.archivedNow", { name: company.name }),
      act: { label: t("action.undo"), run: () => void archive(false) },
    });
  };
  return (
    <Page
      title={company.name}
      aside={
        <>
          {company.archived && <Badge color="gray">{t("contact.archived")}</Badge>}
          {mayWrite && (
            <ActionIcon
              aria-label={t("contact.editNamed", { name: company.name })}
              onClick={() => setEditing(true)}
            >
              <IconPencil size={18} aria-hidden />
            </ActionIcon>
          )}
        </>
      }
      actions={
        mayWrite && (
          <Button
            variant="default"
            leftSection={<IconArchive size={16} aria-hidden />}
            onClick={() => void archive(!company.archived)}
          >
            {t(company.archived ? "contact.bringBack" : "contact.archive")}
          </Button>
        )
      }
    >
      <div className={style.columns}>
        <div className={style.main}>
          {can("deal.read") && (
            <Section title={t("menu.deals")}>
              <DealTable deals={company.deals} workspace={workspace} />
            </Section>
          )}
          <Section title={t("company.people")}>
            {company.people.length === 0 ? (
              <p className={style.empty}>{t("company.nobody")}</p>
            ) : (
              <div className="scroll-aside">
                <table className="rows stacked">
                  <thead>
                    <tr>
                      <th scope="col">{t("contact.name")}</th>
                      <th scope="col">{t("contact.phone")}</th>
                      <th scope="col">{t("contact.email")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {company.people.map((person) => (
                      <tr key={person.id}>
                        <td>
                          <Link
                            to="/w/$workspace/contacts/$contactId"
                            params={{ workspace, contactId: person.id }}
                          >
                            {person.name}
                          </Link>
                        </td>
                        <td>{person.phone}</td>
                        <td>{person.email}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </Section>
          <div className={style.story}>
            <Section title={t("deal.tab.activity")}>
              <OpenTasks of={{ companyId }} workspace={workspace} />
              <Timeline
                about={{ thing: "company", companyId }}
                workspace={workspace}
                kind={show}
                onKind={(kind) =>
                  void navigate({ search: { show: kind }, replace: true, resetScroll: false })
                }
              />
            </Section>
          </div>
        </div>
        <div className={style.side}>
          {company.sums !== null && <DealSums sums={company.sums} />}
          <Section title={t("contact.about")}>
            <div className={style.body}>
              <Details phone={company.phone} email={company.email} />
            </div>
          </Section>
          {company.notes !== "" && (
            <Section title={t("deal.notes")}>
              <div className={style.body}>
                <p className={style.notes}>{company.notes}</p>
              </div>
            </Section>
          )}
        </div>
      </div>
      {editing && <CompanyDialog company={company} onClose={() => setEditing(false)} />}
    </Page>
  );
}
