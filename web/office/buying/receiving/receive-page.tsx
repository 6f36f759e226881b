import { Button, TextInput } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt } from "#web/shared/call.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { ButtonLink } from "../../links.tsx";
import { Page } from "../../shell/page.tsx";
import { useTexts } from "../../stock/texts.ts";
import { type Deliveries, type Delivery, lackOf, linesToSend, overOf, tickedOf } from "./delivery.ts";
import { ReceiveLine } from "./receive-line.tsx";
import style from "./receiving.module.css";

const route = getRouteApi("/w/$workspace/purchases/$purchaseId/receive");

/** Beside the lorry, with a phone: tick what has come, put right what differs, receive. */
export function ReceivePage() {
  const { t } = useTexts();
  const { workspace, purchaseId } = route.useParams();
  const { data: purchase, refusal, refetch } = useRoute("showPurchase", { purchaseId });
  const params = { workspace, purchaseId };
  const back = (
    <ButtonLink to="/w/$workspace/purchases/$purchaseId" params={params} variant="default">
      {t("receiving.back")}
    </ButtonLink>
  );
  if (purchase === undefined) {
    return (
      <Page title={t("purchases.receive")}>
        {refusal === undefined ? <PageSkeleton /> : <RefusalNotice refusal={refusal} retry={refetch} />}
      </Page>
    );
  }
  return (
    <Page title={t("receiving.title", { number: purchase.number })} actions={back}>
      <p className="soft">
        {purchase.supplierName} → {purchase.warehouseName}
      </p>
      {purchase.verbs.includes("receive") ? (
        <ReceiveForm purchase={purchase} workspace={workspace} />
      ) : (
        <EmptyState title={t("receiving.notNow")} text={t("receiving.notNowText")}>
          {back}
        </EmptyState>
      )}
    </Page>
  );
}

type Props = { readonly purchase: OutputOf<"showPurchase">; readonly workspace: string };

function ReceiveForm({ purchase, workspace }: Props) {
  const { t } = useTexts();
  const { can } = useSession();
  const navigate = route.useNavigate();
  const receive = useCommand("receivePurchase");
  const [deliveries, setDeliveries] = useState<Deliveries>({});
  const [note, setNote] = useState("");
  const seesCost = can("item.cost");
  // What is still to come stands first: that is what is in one's hands.
  const lines = [
    ...purchase.lines.filter((line) => line.left !== "0"),
    ...purchase.lines.filter((line) => line.left === "0"),
  ];
  const left = lines.filter((line) => line.left !== "0");
  const ticked = lines.flatMap((line) => {
    const delivery = deliveries[line.id];
    return delivery === undefined ? [] : [{ line, delivery }];
  });
  const over = ticked.some(({ line, delivery }) => overOf(line, delivery) !== "0");
  // A price, a batch or the note that is missing the browser points at when one presses the button.
  const countless = ticked.some(({ line, delivery }) => lackOf(line, delivery, seesCost) === "quantity");
  const sent = linesToSend(lines, deliveries);
  const set = (lineId: string, delivery: Delivery | undefined): void =>
    setDeliveries(({ [lineId]: _, ...others }) =>
      delivery === undefined ? others : { ...others, [lineId]: delivery },
    );
  const submit = async (): Promise<void> => {
    const answer = await receive.run({ purchaseId: purchase.id, lines: [...sent], note }, { inPlace: true });
    if (!answer.ok) return;
    notify({ tone: "done", text: t("receiving.done", { state: answer.value.state }) });
    void navigate({
      to: "/w/$workspace/purchases/$purchaseId",
      params: { workspace, purchaseId: purchase.id },
    });
  };
  return (
    <form
      className={style.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!receive.pending) void submit();
      }}
    >
      {left.length === 0 ? (
        <p className={style.through}>
          <strong>{t("receiving.none")}.</strong> {t("receiving.noneText")}
        </p>
      ) : (
        <div>
          <Button
            variant="light"
            disabled={left.every((line) => deliveries[line.id] !== undefined)}
            onClick={() =>
              setDeliveries((before) => ({
                ...Object.fromEntries(left.map((line) => [line.id, tickedOf(line)])),
                ...before,
              }))
            }
          >
            {t("receiving.all")}
          </Button>
        </div>
      )}
      <ul className={style.lines}>
        {lines.map((line) => (
          <ReceiveLine
            key={line.id}
            line={line}
            delivery={deliveries[line.id]}
            seesCost={seesCost}
            paths={sent.flatMap((one, at) => (one.lineId === line.id ? [`lines.${at}`] : []))}
            refusal={receive.refusal}
            onChange={(delivery) => set(line.id, delivery)}
          />
        ))}
      </ul>
      <TextInput
        label={t("receiving.note")}
        placeholder={t("receiving.noteHint")}
        required={over}
        size="md"
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        error={faultAt(receive.refusal, "note")}
      />
      <div className={style.bar}>
        <RefusalNotice refusal={receive.refusal} />
        <Button
          type="submit"
          size="lg"
          fullWidth
          loading={receive.pending}
          disabled={ticked.length === 0 || countless}
        >
          {t("receiving.submit", { count: ticked.length })}
        </Button>
      </div>
    </form>
  );
}
