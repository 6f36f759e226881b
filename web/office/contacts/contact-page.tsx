import { ActionIcon, Badge, Button } from "@mantine/core";
import { IconArchive, IconPencil, IconPlus } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { RelativeTime } from "#web/shared/texts.tsx";
import { ButtonLink } from "../links.tsx";
import { Page, Section } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { EditContactDialog } from "./contact-form.tsx";
import style from "../deals/deal-page.module.css";

const route = getRouteApi("/w/$workspace/contacts/$contactId");

export function ContactPage() {
  const { t } = useTexts();
  const { contactId } = route.useParams();
  const { data, refusal, refetch } = useRoute("showContact", { contactId });
  if (data !== undefined) return <Contact contact={data} />;
  return (
    <Page title={t("newDeal.contact")}>
      {refusal === undefined ? <PageSkeleton /> : <RefusalNotice refusal={refusal} retry={refetch} />}
    </Page>
  );
}

function Contact({ contact }: { readonly contact: OutputOf<"showContact"> }) {
  const { t, money, date } = useTexts();
  const { can } = useSession();
  const { workspace } = route.useParams();
  const [editing, setEditing] = useState(false);
  const change = useCommand("changeContact");
  const mayWrite = can("contact.write");

  const archive = async (archived: boolean): Promise<void> => {
    const answer = await change.run({ contactId: contact.id, archived });
    if (!answer.ok || !archived) return;
    notify({
      tone: "done",
      text: t("contact.archivedNow", { name: contact.name }),
      act: { label: t("action.undo"), run: () => void archive(false) },
    });
  };
  return (
    <Page
      title={contact.name}
      aside={
        <>
          {contact.archived && <Badge color="gray">{t("contact.archived")}</Badge>}
          {mayWrite && (
            <ActionIcon aria-label={t("contact.edit")} onClick={() => setEditing(true)}>
              <IconPencil size={18} aria-hidden />
            </ActionIcon>
          )}
        </>
      }
      actions={
        mayWrite && (
          <>
            <Button
              variant="default"
              leftSection={<IconArchive size={16} aria-hidden />}
              onClick={() => void archive(!contact.archived)}
            >
              {t(contact.archived ? "contact.bringBack" : "contact.archive")}
            </Button>
            {can("deal.write") && (
              <ButtonLink
                to="/w/$workspace/deals"
                params={{ workspace }}
                search={{ new: "deal", contact: contact.id }}
                leftSection={<IconPlus size={16} aria-hidden />}
              >
                {t("dealBoard.new")}
              </ButtonLink>
            )}
          </>
        )
      }
    >
      <div className={style.columns}>
        <div className={style.main}>
          <Section title={t("menu.deals")}>
            {contact.deals.length === 0 ? (
              <p className={style.empty}>{t("contact.noDeals")}</p>
            ) : (
              <div className="scroll-aside">
                <table className="rows stacked">
                  <thead>
                    <tr>
                      <th scope="col">{t("deal.title")}</th>
                      <th scope="col">{t("contact.status")}</th>
                      <th scope="col" className="figures">
                        {t("dealMoney.revenue")}
                      </th>
                      <th scope="col">{t("dealLine.promised")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {contact.deals.map((deal) => (
                      <tr key={deal.id}>
                        <td>
                          <Link to="/w/$workspace/deals/$dealId" params={{ workspace, dealId: deal.id }}>
                            {deal.title}
                          </Link>
                        </td>
                        <td>
                          {deal.statusName}{" "}
                          <span className="soft">
                            <RelativeTime when={deal.statusSince} />
                          </span>
                        </td>
                        <td className="figures">{deal.revenue === null ? "" : money(deal.revenue)}</td>
                        <td>{deal.promisedDate === null ? "" : date(deal.promisedDate)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </Section>
        </div>
        <div className={style.side}>
          <Section title={t("contact.about")}>
            <div className={style.body}>
              <dl className={style.details}>
                <dt>{t("contact.phone")}</dt>
                <dd>
                  {contact.phone === null ? (
                    "–"
                  ) : (
                    <a href={`tel:${contact.phone.replaceAll(/[^\d+]/g, "")}`}>{contact.phone}</a>
                  )}
                </dd>
                <dt>{t("contact.email")}</dt>
                <dd>
                  {contact.email === null ? "–" : <a href={`mailto:${contact.email}`}>{contact.email}</a>}
                </dd>
                <dt>{t("deal.company")}</dt>
                <dd>
                  {contact.companyId === null ? (
                    "–"
                  ) : (
                    <Link
                      to="/w/$workspace/contacts"
                      params={{ workspace }}
                      search={{ company: contact.companyId }}
                    >
                      {contact.companyName}
                    </Link>
                  )}
                </dd>
              </dl>
            </div>
          </Section>
          {contact.notes !== "" && (
            <Section title={t("deal.notes")}>
              <div className={style.body}>
                <p className={style.notes}>{contact.notes}</p>
              </div>
            </Section>
          )}
        </div>
      </div>
      {editing && <EditContactDialog contact={contact} onClose={() => setEditing(false)} />}
    </Page>
  );
}
