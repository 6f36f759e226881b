import { ActionIcon, Button } from "@mantine/core";
import { IconPencil, IconTruckDelivery } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { RelativeTime } from "#web/shared/texts.tsx";
import { Page, Section } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { DealLines } from "./deal-lines.tsx";
import { DealMoney } from "./deal-money.tsx";
import { DealProduction } from "./deal-production.tsx";
import { DealTabs } from "./deal-tabs.tsx";
import { EditDealDialog } from "./edit-deal-dialog.tsx";
import { ShipDialog } from "./ship-dialog.tsx";
import { StatusPath } from "./status-path.tsx";
import style from "./deal-page.module.css";

const route = getRouteApi("/w/$workspace/deals/$dealId");

export function DealPage() {
  const { t } = useTexts();
  const { dealId, workspace } = route.useParams();
  const { data, refusal, refetch } = useRoute("showDeal", { dealId });
  if (data !== undefined) return <Deal deal={data} workspace={workspace} />;
  return (
    <Page title={t("deal.title")}>
      {refusal === undefined ? (
        <PageSkeleton lines={10} />
      ) : (
        <RefusalNotice refusal={refusal} retry={refetch} />
      )}
    </Page>
  );
}

function Deal({ deal, workspace }: { readonly deal: OutputOf<"showDeal">; readonly workspace: string }) {
  const { t, dateTime } = useTexts();
  const { can } = useSession();
  const [dialog, setDialog] = useState<"edit" | "ship">();
  const close = (): void => setDialog(undefined);
  const toShip = deal.lines.some((line) => line.shipped !== line.quantity);
  const { contact, company, responsible } = deal;
  return (
    <Page
      title={deal.title}
      aside={
        <>
          <span className="soft">{t("deal.number", { number: deal.number })}</span>
          {can("deal.write") && (
            <ActionIcon aria-label={t("deal.edit")} onClick={() => setDialog("edit")}>
              <IconPencil size={18} aria-hidden />
            </ActionIcon>
          )}
        </>
      }
      actions={
        can("deal.ship") &&
        toShip && (
          <Button
            leftSection={<IconTruckDelivery size={16} aria-hidden />}
            variant="default"
            onClick={() => setDialog("ship")}
          >
            {t("ship.submit")}
          </Button>
        )
      }
    >
      <StatusPath deal={deal} changeable={can("deal.write")} />
      <div className={style.columns}>
        <div className={style.main}>
          <DealLines deal={deal} workspace={workspace} />
          <DealProduction orders={deal.orders} workspace={workspace} />
          <DealTabs deal={deal} workspace={workspace} />
        </div>
        <div className={style.side}>
          {deal.money !== null && <DealMoney deal={{ id: deal.id, workspace }} money={deal.money} />}
          <Section title={t("deal.about")}>
            <div className={style.body}>
              <dl className={style.details}>
                <dt>{t("newDeal.contact")}</dt>
                <dd>
                  {contact === null ? (
                    "–"
                  ) : (
                    <>
                      <Link
                        to="/w/$workspace/contacts/$contactId"
                        params={{ workspace, contactId: contact.id }}
                      >
                        {contact.name}
                      </Link>
                      {contact.phone !== null && (
                        <div>
                          <a href={`tel:${contact.phone.replaceAll(/[^\d+]/g, "")}`}>{contact.phone}</a>
                        </div>
                      )}
                    </>
                  )}
                </dd>
                {company !== null && (
                  <>
                    <dt>{t("deal.company")}</dt>
                    <dd>
                      <Link
                        to="/w/$workspace/companies/$companyId"
                        params={{ workspace, companyId: company.id }}
                      >
                        {company.name}
                      </Link>
                    </dd>
                  </>
                )}
                <dt>{t("deal.responsible")}</dt>
                <dd>{responsible?.name ?? "–"}</dd>
                <dt>{t("deal.statusSince")}</dt>
                <dd>
                  <RelativeTime when={deal.statusSince} />
                </dd>
                <dt>{t("deal.createdAt")}</dt>
                <dd>{dateTime(deal.createdAt)}</dd>
              </dl>
            </div>
          </Section>
          {deal.notes !== "" && (
            <Section title={t("deal.notes")}>
              <div className={style.body}>
                <p className={style.notes}>{deal.notes}</p>
              </div>
            </Section>
          )}
        </div>
      </div>
      {dialog === "edit" && <EditDealDialog deal={deal} onClose={close} />}
      {dialog === "ship" && <ShipDialog deal={deal} onClose={close} />}
    </Page>
  );
}
