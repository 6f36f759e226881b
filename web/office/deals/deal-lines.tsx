import { ActionIcon, Badge, Button, Menu } from "@mantine/core";
import { IconDots, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { Section } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { AddLineDialog, ChangeLineDialog } from "./line-dialogs.tsx";
import { MakeOrderDialog } from "./make-order-dialog.tsx";
import style from "./deal-page.module.css";

type Deal = OutputOf<"showDeal">;
type Line = Deal["lines"][number];

/** What is sold in the deal. */
export function DealLines({ deal, workspace }: { readonly deal: Deal; readonly workspace: string }) {
  const { t, money, unitPrice, quantity, date, list } = useTexts();
  const { can } = useSession();
  const [dialog, setDialog] = useState<"add" | { readonly change: Line } | { readonly make: Line }>();
  const removeLine = useCommand("removeDealLine");
  const addLine = useCommand("addDealLine");
  const mayWrite = can("deal.write");
  const seesMoney = deal.lines.some((line) => line.price !== null);
  const openOrders = (line: Line): number[] =>
    deal.orders
      .filter(({ lineId, status }) => lineId === line.id && status !== "cancelled" && status !== "done")
      .map(({ number }) => number);
  const hasOrder = (line: Line): boolean =>
    deal.orders.some((order) => order.lineId === line.id && order.status !== "cancelled");
  const close = (): void => setDialog(undefined);

  const remove = async (line: Line): Promise<void> => {
    const answer = await removeLine.run({ dealId: deal.id, lineId: line.id });
    if (!answer.ok) return;
    const { variantId, price, promisedDate, upsells, attributes } = line;
    const name = nameOfVariant(line.itemName, line.variantName);
    const orders = openOrders(line).map((number) => `№${number}`);
    notify({
      tone: "done",
      text:
        orders.length === 0
          ? t("dealLine.removed", { name })
          : t("dealLine.removedTold", { name, orders: list(orders) }),
      ...(price === null
        ? {}
        : {
            act: {
              label: t("action.undo"),
              run: () =>
                void addLine.run({
                  dealId: deal.id,
                  variantId,
                  quantity: Number(line.quantity),
                  price,
                  promisedDate,
                  upsellIds: upsells.map((upsell) => upsell.id),
                  attributes,
                }),
            },
          }),
    });
  };

  return (
    <Section
      title={t("deal.lines")}
      actions={
        mayWrite && (
          <Button
            size="xs"
            variant="light"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setDialog("add")}
          >
            {t("newDeal.addLine")}
          </Button>
        )
      }
    >
      {deal.lines.length === 0 ? (
        <p className={style.empty}>{t("deal.noLines")}</p>
      ) : (
        <div className="scroll-aside">
          <table className="rows stacked">
            <thead>
              <tr>
                <th scope="col">{t("dealLine.variant")}</th>
                <th scope="col" className="figures">
                  {t("dealLine.quantity")}
                </th>
                {seesMoney && (
                  <>
                    <th scope="col" className="figures">
                      {t("dealLine.price")}
                    </th>
                    <th scope="col" className="figures">
                      {t("dealLine.sum")}
                    </th>
                  </>
                )}
                <th scope="col">{t("dealLine.promised")}</th>
                <th scope="col">
                  <span className="unseen">{t("action.more")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {deal.lines.map((line) => (
                <tr key={line.id}>
                  <td>
                    {nameOfVariant(line.itemName, line.variantName)}
                    {line.upsells.length > 0 && (
                      <div className="soft">
                        {line.upsells
                          .map(({ name, price }) =>
                            price === null ? `+ ${name}` : `+ ${name} ${unitPrice(price)}`,
                          )
                          .join(", ")}
                      </div>
                    )}
                    <Values line={line} />
                    <div className={style.chips}>
                      {line.ready !== "0" && (
                        <Badge color="green">
                          {t("dealLine.ready", { amount: quantity(line.ready, line.unit) })}
                        </Badge>
                      )}
                      {line.shipped !== "0" && (
                        <Badge color="gray">
                          {t("dealLine.shipped", { amount: quantity(line.shipped, line.unit) })}
                        </Badge>
                      )}
                    </div>
                  </td>
                  <td className="figures" data-label={t("dealLine.quantity")}>
                    {quantity(line.quantity, line.unit)}
                  </td>
                  {seesMoney && (
                    <>
                      <td className="figures" data-label={t("dealLine.price")}>
                        {line.price === null ? "" : unitPrice(line.price)}
                      </td>
                      <td className="figures" data-label={t("dealLine.sum")}>
                        {line.sum === null ? "" : money(line.sum)}
                      </td>
                    </>
                  )}
                  <td data-label={line.promisedDate === null ? undefined : t("dealLine.promised")}>
                    {line.promisedDate === null ? null : date(line.promisedDate)}
                  </td>
                  <td className="figures">
                    {line.hasTemplate && can("order.create") && !hasOrder(line) && (
                      <Button size="compact-xs" variant="light" onClick={() => setDialog({ make: line })}>
                        {t("dealLine.make")}
                      </Button>
                    )}
                    {mayWrite && (
                      <Menu position="bottom-end">
                        <Menu.Target>
                          <ActionIcon
                            aria-label={t("dealLine.actions", {
                              name: nameOfVariant(line.itemName, line.variantName),
                            })}
                          >
                            <IconDots size={18} aria-hidden />
                          </ActionIcon>
                        </Menu.Target>
                        <Menu.Dropdown>
                          <Menu.Item onClick={() => setDialog({ change: line })}>
                            {t("action.edit")}
                          </Menu.Item>
                          <Menu.Item onClick={() => void remove(line)}>{t("dealLine.remove")}</Menu.Item>
                        </Menu.Dropdown>
                      </Menu>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {dialog === "add" && <AddLineDialog dealId={deal.id} onClose={close} />}
      {typeof dialog === "object" && "change" in dialog && (
        <ChangeLineDialog
          dealId={deal.id}
          line={dialog.change}
          madeBy={openOrders(dialog.change)}
          onClose={close}
        />
      )}
      {typeof dialog === "object" && "make" in dialog && (
        <MakeOrderDialog dealId={deal.id} line={dialog.make} workspace={workspace} onClose={close} />
      )}
    </Section>
  );
}

/** What was asked at order; what an order could not begin without stands out. */
function Values({ line }: { readonly line: Line }) {
  const { t, quantity, list } = useTexts();
  const told = Object.entries(line.attributes);
  const missing = line.asked.filter(
    ({ name, required }) => required && !told.some(([known]) => known === name),
  );
  if (told.length === 0 && missing.length === 0) return null;
  return (
    <>
      {told.length > 0 && (
        <div className={style.asked}>
          {told
            .map(([name, value]) =>
              "text" in value ? `${name}: ${value.text}` : `${name}: ${quantity(value.amount, value.unit)}`,
            )
            .join(" · ")}
        </div>
      )}
      {missing.length > 0 && (
        <div className={style.missing}>
          {t("dealLine.missing", { names: list(missing.map(({ name }) => name)) })}
        </div>
      )}
    </>
  );
}
