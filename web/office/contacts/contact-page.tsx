import { ActionIcon, Badge, Button } from "@mantine/core";
import { IconArchive, IconPencil, IconPlus } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { ButtonLink } from "../links.tsx";
import { Page, Section } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { Timeline } from "../timeline/timeline.tsx";
import { EditContactDialog } from "./contact-form.tsx";
import { DealSums } from "./deal-sums.tsx";
import { DealTable } from "./deal-table.tsx";
import { Details } from "./details.tsx";
import { OpenTasks } from "./open-tasks.tsx";
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
  const { t } = useTexts();
  const { can } = useSession();
  const { workspace } = route.useParams();
  const { show } = route.useSearch();
  const navigate = route.useNavigate();
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
            <DealTable deals={contact.deals} workspace={workspace} />
          </Section>
          <div className={style.story}>
            <Section title={t("deal.tab.activity")}>
              <OpenTasks of={{ contactId: contact.id }} workspace={workspace} />
              <Timeline
                about={{ thing: "contact", contactId: contact.id }}
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
          {contact.sums !== null && <DealSums sums={contact.sums} />}
          <Section title={t("contact.about")}>
            <div className={style.body}>
              <Details phone={contact.phone} email={contact.email}>
                <dt>{t("deal.company")}</dt>
                <dd>
                  {contact.companyId === null ? (
                    "–"
                  ) : (
                    <Link
                      to="/w/$workspace/companies/$companyId"
                      params={{ workspace, companyId: contact.companyId }}
                    >
                      {contact.companyName}
                    </Link>
                  )}
                </dd>
              </Details>
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
