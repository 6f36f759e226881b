import { ActionIcon, Button, Drawer } from "@mantine/core";
import { IconPencil, IconPlus } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { wordOf } from "../production/board-search.ts";
import { Mark } from "../production/mark.tsx";
import { usePriceWords } from "../production/price-words.ts";
import { useTexts } from "../production/texts.ts";
import { type ServicePrice, ServicePriceDialog } from "./service-price-dialog.tsx";
import { SubcontractorDialog } from "./subcontractor-dialog.tsx";
import { SubcontractorHistory } from "./subcontractor-history.tsx";
import style from "./subcontractors.module.css";

type Shown = OutputOf<"showSubcontractor">;
const route = getRouteApi("/w/$workspace/subcontractors");

/** Who they are, what they do and what they ask for it, over the list. */
export function SubcontractorCard({
  subcontractorId,
  onClose,
}: {
  readonly subcontractorId: string;
  readonly onClose: () => void;
}) {
  const { t } = useTexts();
  const { data, refusal, refetch } = useRoute("showSubcontractor", { subcontractorId });
  const [dialog, setDialog] = useState<Dialog>();
  return (
    <Drawer
      opened
      position="right"
      size="40rem"
      title={data?.name ?? t("board.sub")}
      onClose={onClose}
      // Escape closes what lies over it first.
      closeOnEscape={dialog === undefined}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={style.card}>
        <RefusalNotice refusal={refusal} retry={refetch} />
        {data === undefined && refusal === undefined && <PageSkeleton />}
        {data !== undefined && <Facts subcontractor={data} dialog={dialog} setDialog={setDialog} />}
      </div>
    </Drawer>
  );
}

/** What is open over the card: the form of its facts, or the price of a service. */
type Dialog = "edit" | "newPrice" | ServicePrice;

function Facts({
  subcontractor,
  dialog,
  setDialog,
}: {
  readonly subcontractor: Shown;
  readonly dialog: Dialog | undefined;
  readonly setDialog: (dialog: Dialog | undefined) => void;
}) {
  const { t } = useTexts();
  const { can } = useSession();
  const { workspace } = route.useParams();
  const change = useCommand("changeSubcontractor");
  const all = useRoute("listSubcontractors", { limit: 200, archived: "true" }).data?.rows ?? [];
  const mayWrite = can("subcontractor.write");
  const { id, name, archived } = subcontractor;
  const archive = async (): Promise<void> => {
    const answer = await change.run({ subcontractorId: id, archived: !archived });
    if (!answer.ok || archived) return;
    notify({
      tone: "done",
      text: `${name}: ${t("subs.archived")}`,
      act: { label: t("action.undo"), run: () => void change.run({ subcontractorId: id, archived: false }) },
    });
  };
  return (
    <>
      {(archived || subcontractor.services !== "") && (
        <p className={style.line}>
          {archived && (
            <>
              <Mark>{t("subs.archived")}</Mark>{" "}
            </>
          )}
          {subcontractor.services}
        </p>
      )}
      <div className={style.facts}>
        {subcontractor.contactPerson !== "" && <span>{subcontractor.contactPerson}</span>}
        {subcontractor.phone !== null && (
          <a href={`tel:${subcontractor.phone.replaceAll(/[^+\d]/g, "")}`}>{subcontractor.phone}</a>
        )}
        {subcontractor.email !== null && <a href={`mailto:${subcontractor.email}`}>{subcontractor.email}</a>}
        {subcontractor.contact !== null && (
          <Link
            to="/w/$workspace/contacts/$contactId"
            params={{ workspace, contactId: subcontractor.contact.id }}
            aria-label={`${t("subs.openContact")}: ${subcontractor.contact.name}`}
          >
            {subcontractor.contact.name}
          </Link>
        )}
      </div>
      {subcontractor.notes !== "" && <p className={style.notes}>{subcontractor.notes}</p>}
      <div className={style.actions}>
        {mayWrite && (
          <>
            <Button
              variant="default"
              leftSection={<IconPencil size={16} aria-hidden />}
              onClick={() => setDialog("edit")}
            >
              {t("action.edit")}
            </Button>
            <Button variant="subtle" loading={change.pending} onClick={() => void archive()}>
              {t(archived ? "subs.restore" : "subs.archive")}
            </Button>
          </>
        )}
        {can("order.read") && (
          <Button
            variant="subtle"
            renderRoot={(root) => (
              <Link
                {...root}
                to="/w/$workspace/board"
                params={{ workspace }}
                search={{ sub: wordOf(subcontractor, all) }}
              />
            )}
          >
            {t("subs.onBoard")}
          </Button>
        )}
      </div>
      <div className={style.sectionHead}>
        <h2 className={style.heading}>{t("subs.prices")}</h2>
        {mayWrite && (
          <Button
            variant="light"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setDialog("newPrice")}
          >
            {t("subs.addPrice")}
          </Button>
        )}
      </div>
      <PriceList list={subcontractor.priceList} onEdit={mayWrite ? setDialog : undefined} />
      <h2 className={style.heading}>{t("subs.history")}</h2>
      <SubcontractorHistory subcontractorId={id} />
      {dialog === "edit" && (
        <SubcontractorDialog
          subcontractor={subcontractor}
          onClose={() => setDialog(undefined)}
          onSaved={() => setDialog(undefined)}
        />
      )}
      {dialog !== undefined && dialog !== "edit" && (
        <ServicePriceDialog
          subcontractor={subcontractor}
          price={dialog === "newPrice" ? null : dialog}
          onClose={() => setDialog(undefined)}
        />
      )}
    </>
  );
}

function PriceList({
  list,
  onEdit,
}: {
  readonly list: Shown["priceList"];
  readonly onEdit: ((price: ServicePrice) => void) | undefined;
}) {
  const { t, date } = useTexts();
  const priceWords = usePriceWords();
  if (list.length === 0) return <p className="soft">{t("subs.noPrices")}</p>;
  return (
    <div className="plate scroll-aside">
      <table className="rows">
        <caption className="unseen">{t("subs.prices")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("subs.service")}</th>
            <th scope="col">{t("subs.price")}</th>
            {onEdit !== undefined && (
              <th scope="col">
                <span className="unseen">{t("action.edit")}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {list.map((price) => (
            <tr key={price.service}>
              <td>{price.service}</td>
              <td>
                {priceWords(price)}
                <div className="soft">{t("subs.since", { date: date(price.since.slice(0, 10)) })}</div>
              </td>
              {onEdit !== undefined && (
                <td className="figures">
                  <ActionIcon
                    aria-label={t("subs.editPrice", { service: price.service })}
                    onClick={() => onEdit(price)}
                  >
                    <IconPencil size={16} aria-hidden />
                  </ActionIcon>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
