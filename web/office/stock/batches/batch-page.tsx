import { Badge, Button, TextInput } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt } from "#web/shared/call.ts";
import { DateField } from "#web/shared/field.tsx";
import { notify } from "#web/shared/notices.ts";
import { useCommand, usePages, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { nameOfVariant } from "../../pickers/variant-picker.tsx";
import { FormDialog, FormRow } from "../../shell/form-dialog.tsx";
import { MoreButton } from "../../shell/more-button.tsx";
import { Page, Section } from "../../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { BatchTrace } from "./batch-trace.tsx";
import { batchTones } from "./batch-tones.ts";
import style from "./batches.module.css";

const route = getRouteApi("/w/$workspace/batches/$batchId");
type Batch = OutputOf<"showBatch">;

/** What a batch is, where it lies, where it came from and whom it went to. */
export function BatchPage() {
  const { t } = useTexts();
  const { can } = useSession();
  const { workspace, batchId } = route.useParams();
  const { data: batch, refusal, refetch } = useRoute("showBatch", { batchId });
  const [correcting, setCorrecting] = useState(false);
  if (batch === undefined) {
    return (
      <Page title={t("batch.number")}>
        {refusal === undefined ? (
          <PageSkeleton lines={8} />
        ) : (
          <RefusalNotice refusal={refusal} retry={refetch} />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={t("batch.title", { number: batch.number })}
      aside={
        batch.state !== "good" && (
          <Badge color={batchTones[batch.state]}>{t(`batch.state.${batch.state}`)}</Badge>
        )
      }
      actions={
        can("stock.write") && (
          <Button variant="default" onClick={() => setCorrecting(true)}>
            {t("batch.correct")}
          </Button>
        )
      }
    >
      <div className={style.list}>
        <Facts batch={batch} workspace={workspace} />
        <div className={style.traces}>
          <BatchTrace workspace={workspace} batchId={batchId} direction="forward" />
          <BatchTrace workspace={workspace} batchId={batchId} direction="backward" />
        </div>
        <Section title={t("batch.movements")}>
          <Movements batch={batch} workspace={workspace} />
        </Section>
      </div>
      {correcting && <CorrectDialog batch={batch} onClose={() => setCorrecting(false)} />}
    </Page>
  );
}

function Facts({ batch, workspace }: { readonly batch: Batch; readonly workspace: string }) {
  const { t, date, quantity } = useTexts();
  return (
    <dl className={`plate ${style.facts}`}>
      <div>
        <dt>{t("batch.what")}</dt>
        <dd>{nameOfVariant(batch.itemName, batch.variantName)}</dd>
      </div>
      <div>
        <dt>{t("batch.bestBefore")}</dt>
        <dd>{batch.bestBefore === null ? t("batch.noDate") : date(batch.bestBefore)}</dd>
      </div>
      <div>
        <dt>{t("batch.received")}</dt>
        <dd>{date(batch.receivedAt)}</dd>
      </div>
      <div>
        <dt>{t(batch.orderId === null ? "batch.supplier" : "batch.backward")}</dt>
        <dd>
          {batch.orderId === null || batch.orderNumber === null ? (
            batch.supplier || "–"
          ) : (
            <Link to="/w/$workspace/orders/$orderId" params={{ workspace, orderId: batch.orderId }}>
              {t("batch.made", { number: batch.orderNumber })}
            </Link>
          )}
        </dd>
      </div>
      <div>
        <dt>{t("batch.cameIn")}</dt>
        <dd>{quantity(batch.cameIn, batch.unit)}</dd>
      </div>
      <div>
        <dt>{t("batch.wentOut")}</dt>
        <dd>{quantity(batch.wentOut, batch.unit)}</dd>
      </div>
      <div>
        <dt>{t("batch.onHand")}</dt>
        <dd>
          {batch.places.length === 0
            ? t("batch.nowhere")
            : batch.places.map((place) => (
                <div key={place.warehouseId}>
                  <strong>{quantity(place.quantity, batch.unit)}</strong> · {place.warehouseName}
                </div>
              ))}
        </dd>
      </div>
      {batch.note !== "" && (
        <div>
          <dt>{t("batch.note")}</dt>
          <dd>{batch.note}</dd>
        </div>
      )}
    </dl>
  );
}

function Movements({ batch, workspace }: { readonly batch: Batch; readonly workspace: string }) {
  const { t, dateTime, quantity } = useTexts();
  const { rows, refusal, pending, more, fetchingMore, refetch } = usePages<"listBatchMovements">(
    "listBatchMovements",
    { batchId: batch.id },
  );
  if (rows === undefined) {
    return pending && refusal === undefined ? (
      <PageSkeleton lines={4} />
    ) : (
      <RefusalNotice refusal={refusal} retry={refetch} />
    );
  }
  return (
    <>
      <div className="scroll-aside">
        <table className="rows stacked">
          <caption className="unseen">{t("batch.movements")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("stock.when")}</th>
              <th scope="col">{t("stock.movement")}</th>
              <th scope="col" className="figures">
                {t("batch.change")}
              </th>
              <th scope="col">{t("stock.warehouse")}</th>
              <th scope="col">{t("batch.whatFor")}</th>
              <th scope="col">{t("stock.note")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td>
                  {dateTime(row.at)}
                  {row.byName !== null && <div className="soft">{row.byName}</div>}
                </td>
                <td data-label={t("stock.movement")}>{t(`stock.movement.${row.kind}`)}</td>
                <td className="figures" data-label={t("batch.change")}>
                  {row.quantity.startsWith("-") ? "" : "+"}
                  {quantity(row.quantity, batch.unit)}
                </td>
                <td data-label={t("stock.warehouse")}>{row.warehouseName}</td>
                <td data-label={t("batch.whatFor")}>
                  {row.orderId !== null && row.orderNumber !== null && (
                    <Link to="/w/$workspace/orders/$orderId" params={{ workspace, orderId: row.orderId }}>
                      {[String(row.orderNumber), row.stageName].filter((part) => part !== null).join(" · ")}
                    </Link>
                  )}
                  {row.dealId !== null && row.dealNumber !== null && (
                    <Link to="/w/$workspace/deals/$dealId" params={{ workspace, dealId: row.dealId }}>
                      {t("batch.deal", { number: row.dealNumber })}
                    </Link>
                  )}
                </td>
                <td data-label={t("stock.note")}>{row.note}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <MoreButton more={more} pending={fetchingMore} />
    </>
  );
}

function CorrectDialog({ batch, onClose }: { readonly batch: Batch; readonly onClose: () => void }) {
  const { t } = useTexts();
  const change = useCommand("changeBatch");
  const [number, setNumber] = useState(batch.number);
  const [bestBefore, setBestBefore] = useState(batch.bestBefore ?? "");
  const [supplier, setSupplier] = useState(batch.supplier);
  const [note, setNote] = useState(batch.note);
  const submit = async (): Promise<void> => {
    const day = bestBefore === "" ? null : bestBefore;
    const answer = await change.run(
      { batchId: batch.id, number, bestBefore: day, supplier, note },
      { inPlace: true },
    );
    if (!answer.ok) return;
    notify({ tone: "done", text: t("batch.corrected") });
    onClose();
  };
  return (
    <FormDialog
      title={t("batch.correctTitle", { number: batch.number })}
      onClose={onClose}
      onSubmit={() => void submit()}
      pending={change.pending}
      refusal={change.refusal}
      disabled={number.trim() === ""}
    >
      <FormRow>
        <TextInput
          label={t("batch.lineNumber")}
          required
          data-autofocus
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
          error={faultAt(change.refusal, "number")}
        />
        <DateField label={t("batch.lineBestBefore")} value={bestBefore} onChange={setBestBefore} />
      </FormRow>
      {batch.orderId === null && (
        <TextInput
          label={t("batch.supplier")}
          value={supplier}
          onChange={(event) => setSupplier(event.currentTarget.value)}
          error={faultAt(change.refusal, "supplier")}
        />
      )}
      <TextInput
        label={t("batch.note")}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        error={faultAt(change.refusal, "note")}
      />
    </FormDialog>
  );
}
