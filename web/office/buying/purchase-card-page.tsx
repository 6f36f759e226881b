import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconPencil, IconPrinter, IconSend, IconTruckDelivery } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { ButtonLink } from "../links.tsx";
import { Mark } from "../production/mark.tsx";
import { Page, Section } from "../shell/page.tsx";
import { useTexts } from "../stock/texts.ts";
import { ClosePurchaseDialog } from "./close-purchase-dialog.tsx";
import { PrintedPurchase } from "./printed-purchase.tsx";
import { PurchaseFormDialog } from "./purchase-form.tsx";
import { PurchaseHistory } from "./purchase-history.tsx";
import { PurchaseLines } from "./purchase-lines.tsx";
import { PurchasePath } from "./purchase-path.tsx";
import { toneOfPurchase, wordOfPurchase } from "./purchase-words.ts";
import style from "./buying.module.css";

const route = getRouteApi("/w/$workspace/purchases/$purchaseId");

/** One purchase order: where it stands, what is on it, what has come, and who did what. */
export function PurchaseCardPage() {
  const texts = useTexts();
  const { t, date, dateTime, money } = texts;
  const { workspace, purchaseId } = route.useParams();
  const { edit } = route.useSearch();
  const navigate = route.useNavigate();
  const { can } = useSession();
  const { data: purchase, refusal, refetch } = useRoute("showPurchase", { purchaseId });
  const send = useCommand("sendPurchase");
  const cancel = useCommand("cancelPurchase");
  const reopen = useCommand("reopenPurchase");
  const [closing, setClosing] = useState(false);
  const setEdit = (open: boolean): void =>
    void navigate({ search: open ? { edit: "yes" } : {}, replace: true });
  if (purchase === undefined) {
    return (
      <Page title={t("purchases.title")}>
        {refusal === undefined ? <PageSkeleton /> : <RefusalNotice refusal={refusal} retry={refetch} />}
      </Page>
    );
  }
  const may = (verb: (typeof purchase.verbs)[number]): boolean => purchase.verbs.includes(verb);
  const { number, expectedDate } = purchase;
  const sendIt = async (): Promise<void> => {
    const answer = await send.run({ purchaseId });
    if (!answer.ok) return;
    const day = answer.value.expectedDate;
    notify({
      tone: "done",
      text: t("purchases.sent", { dated: day === null ? "no" : "yes", date: day === null ? "" : date(day) }),
    });
  };
  const cancelIt = async (): Promise<void> => {
    const answer = await cancel.run({ purchaseId });
    if (!answer.ok) return;
    notify({
      tone: "done",
      text: t("purchases.cancelled", { number }),
      act: { label: t("action.undo"), run: () => void reopen.run({ purchaseId }) },
    });
  };
  return (
    <Page
      title={t("purchases.number", { number })}
      aside={
        <>
          <Mark tone={toneOfPurchase(purchase)}>{wordOfPurchase(purchase, texts)}</Mark>
          {purchase.late && <Mark tone="alarm">{t("purchases.late")}</Mark>}
        </>
      }
      actions={
        <div className={style.actions}>
          {may("send") && (
            <Button
              leftSection={<IconSend size={16} aria-hidden />}
              loading={send.pending}
              disabled={purchase.lines.length === 0}
              onClick={() => void sendIt()}
            >
              {t("purchases.send")}
            </Button>
          )}
          {may("receive") && (
            <ButtonLink
              to="/w/$workspace/purchases/$purchaseId/receive"
              params={{ workspace, purchaseId }}
              variant={purchase.state === "received" ? "default" : "filled"}
              leftSection={<IconTruckDelivery size={16} aria-hidden />}
            >
              {t("purchases.receive")}
            </ButtonLink>
          )}
          {may("reopen") && (
            <Button loading={reopen.pending} onClick={() => void reopen.run({ purchaseId })}>
              {t("purchases.reopen")}
            </Button>
          )}
          {may("change") && (
            <Button
              variant="default"
              leftSection={<IconPencil size={16} aria-hidden />}
              onClick={() => setEdit(true)}
            >
              {t("purchases.edit")}
            </Button>
          )}
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
                {t("stock.more")}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
                {t("purchases.print")}
              </Menu.Item>
              {may("close") && <Menu.Item onClick={() => setClosing(true)}>{t("purchases.close")}</Menu.Item>}
              {may("cancel") && (
                <Menu.Item color="red" onClick={() => void cancelIt()}>
                  {t("purchases.cancel")}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        </div>
      }
    >
      <div className={style.card}>
        <RefusalNotice refusal={refusal} retry={refetch} />
        <PurchasePath purchase={purchase} />
        <div className={style.facts}>
          <Link
            to="/w/$workspace/purchases"
            params={{ workspace }}
            search={{ tab: "suppliers", supplier: purchase.supplierId }}
          >
            {purchase.supplierName}
          </Link>
          {purchase.supplierPhone !== null && (
            <a href={`tel:${purchase.supplierPhone.replaceAll(/[^+\d]/g, "")}`}>{purchase.supplierPhone}</a>
          )}
          {purchase.supplierEmail !== null && (
            <a href={`mailto:${purchase.supplierEmail}`}>{purchase.supplierEmail}</a>
          )}
          <span>
            {t("purchases.warehouse")}: {purchase.warehouseName}
          </span>
          <span>
            {expectedDate === null
              ? t("purchases.noDay")
              : t("purchases.expectedOn", { date: date(expectedDate) })}
          </span>
          <span className="soft">
            {purchase.createdByName === null
              ? t("purchases.created", { when: dateTime(purchase.createdAt) })
              : t("purchases.createdBy", { who: purchase.createdByName, when: dateTime(purchase.createdAt) })}
          </span>
          {purchase.sentAt !== null && (
            <span className="soft">{t("purchases.sentAt", { when: dateTime(purchase.sentAt) })}</span>
          )}
        </div>
        {purchase.notes !== "" && <p className={style.notes}>{purchase.notes}</p>}
        <Section title={t("purchases.lines")}>
          <PurchaseLines purchase={purchase} seesCost={can("item.cost")} />
        </Section>
        {purchase.receivedTotal !== null && purchase.receivedTotal !== "0" && (
          <p className="soft">{t("purchases.paid", { sum: money(purchase.receivedTotal) })}</p>
        )}
        <Section title={t("purchases.history")}>
          <PurchaseHistory purchaseId={purchaseId} />
        </Section>
      </div>
      <PrintedPurchase purchase={purchase} seesCost={can("item.cost")} />
      {edit === "yes" && may("change") && (
        <PurchaseFormDialog
          purchase={purchase}
          onClose={() => setEdit(false)}
          onSaved={() => setEdit(false)}
        />
      )}
      {closing && <ClosePurchaseDialog purchase={purchase} onClose={() => setClosing(false)} />}
    </Page>
  );
}
