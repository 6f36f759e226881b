import { Button, Drawer, Select, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt } from "#web/shared/call.ts";
import { DateField, NumberField } from "#web/shared/field.tsx";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { ButtonLink } from "../links.tsx";
import { MemberPicker } from "../pickers/member-picker.tsx";
import { nameOfVariant, type PickedVariant, VariantPicker } from "../pickers/variant-picker.tsx";
import { FormRow } from "../shell/form-dialog.tsx";
import { ScrollAside } from "../scroll-aside.tsx";
import { useTexts } from "../texts.ts";
import { useSettled } from "../use-settled.ts";
import { priorities, type Priority } from "./priorities.ts";
import style from "./new-order.module.css";

type Preview = OutputOf<"previewOrder">;
type Props = {
  readonly workspace: string;
  readonly onClose: () => void;
  readonly onMade: (orderId: string) => void;
};

/** '+ New task': what it would need, cost and take is seen before it is made. */
export function NewOrderSheet({ workspace, onClose, onMade }: Props) {
  const { t } = useTexts();
  const { can } = useSession();
  const create = useCommand("createOrder");
  const [variant, setVariant] = useState<PickedVariant | null>(null);
  const [quantity, setQuantity] = useState("1");
  const [dueDate, setDueDate] = useState("");
  const [priority, setPriority] = useState<Priority | null>(null);
  const [responsibleId, setResponsibleId] = useState<string | null>(null);
  const [notes, setNotes] = useState("");
  const [reason, setReason] = useState("");
  const units = /^[1-9]\d{0,6}$/.test(quantity) ? Number(quantity) : null;
  const wish = useSettled({ variantId: variant?.id ?? null, units, dueDate }, 250);
  const preview = useRoute(
    "previewOrder",
    {
      variantId: wish.variantId ?? "",
      quantity: wish.units ?? 1,
      ...(wish.dueDate === "" ? {} : { dueDate: wish.dueDate }),
    },
    { enabled: wish.variantId !== null && wish.units !== null, keepPrevious: true },
  );
  const known = preview.refusal === undefined && variant !== null ? preview.data : undefined;
  const blocked = known !== undefined && known.shortagePolicy === "block" && known.shortages.length > 0;
  const withoutTemplate = variant !== null && preview.refusal?.code === "template_missing";

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (variant === null || units === null || create.pending) return;
    const answer = await create.run(
      {
        variantId: variant.id,
        quantity: units,
        notes,
        ...(dueDate === "" ? {} : { dueDate }),
        ...(priority === null ? {} : { priority }),
        ...(responsibleId === null ? {} : { responsibleId }),
        ...(blocked ? { createAnyway: reason } : {}),
      },
      { inPlace: true },
    );
    if (!answer.ok) return;
    notify({ tone: "done", text: t("makeOrder.made", { number: answer.value.number }) });
    onMade(answer.value.orderId);
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="32rem"
      title={t("board.newTitle")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <form className={style.form} onSubmit={(event) => void submit(event)}>
        <VariantPicker
          label={t("board.product")}
          placeholder={t("dealLine.variantHint")}
          kind="product"
          data-autofocus
          comboboxProps={{ withinPortal: false }}
          required
          value={variant?.id ?? null}
          onChange={setVariant}
          error={faultAt(create.refusal, "variantId")}
        />
        <NumberField
          label={t("board.quantity")}
          places={0}
          required
          value={quantity}
          onChange={setQuantity}
          error={faultAt(create.refusal, "quantity")}
          rightSection={
            <span className="soft">{variant === null ? "" : t(`unit.${variant.item.unit}`)}</span>
          }
        />
        <details className={style.more}>
          <summary>{t("action.more")}</summary>
          <div className={style.moreBody}>
            <FormRow>
              <DateField
                label={t("board.dueDate")}
                value={dueDate}
                onChange={setDueDate}
                error={faultAt(create.refusal, "dueDate")}
              />
              <Select
                label={t("board.priority")}
                placeholder={known === undefined ? "" : t(`priority.${known.defaultPriority}`)}
                data={priorities.map((value) => ({ value, label: t(`priority.${value}`) }))}
                clearable
                value={priority}
                onChange={(value) => setPriority(priorities.find((one) => one === value) ?? null)}
              />
            </FormRow>
            <MemberPicker
              label={t("order.responsible")}
              value={responsibleId}
              onChange={setResponsibleId}
              error={faultAt(create.refusal, "responsibleId")}
            />
            <Textarea
              label={t("order.notes")}
              value={notes}
              onChange={(event) => setNotes(event.currentTarget.value)}
            />
          </div>
        </details>
        {withoutTemplate && (
          <div className={style.hint}>
            <p>{t("board.templateMissing", { product: variant.item.name })}</p>
            {can("template.write") && (
              <ButtonLink
                size="xs"
                variant="light"
                to="/w/$workspace/templates"
                params={{ workspace }}
                search={{ new: variant.item.id }}
              >
                {t("board.makeTemplate")}
              </ButtonLink>
            )}
          </div>
        )}
        {!withoutTemplate && variant !== null && <RefusalNotice refusal={preview.refusal} />}
        {variant !== null && preview.pending && preview.refusal === undefined && <PageSkeleton lines={4} />}
        {known !== undefined && <PreviewPlate preview={known} settled={!preview.fetching} />}
        {blocked && (
          <Textarea
            label={t("makeOrder.anyway")}
            description={t("makeOrder.anywayHint")}
            required
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={faultAt(create.refusal, "createAnyway")}
          />
        )}
        <RefusalNotice refusal={create.refusal} />
        <div className={style.buttons}>
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button
            type="submit"
            loading={create.pending}
            disabled={
              variant === null || units === null || withoutTemplate || (blocked && reason.trim() === "")
            }
          >
            {blocked ? t("board.createAnyway") : t("makeOrder.submit")}
          </Button>
        </div>
      </form>
    </Drawer>
  );
}

function PreviewPlate({ preview, settled }: { readonly preview: Preview; readonly settled: boolean }) {
  const { t, money, unitPrice, quantity, dateTime, list } = useTexts();
  const shown = preview.shortagePolicy === "ignore" ? [] : preview.shortages;
  return (
    <section
      className={style.preview}
      aria-live="polite"
      aria-busy={!settled}
      aria-label={t("board.preview")}
    >
      <dl className={style.figures}>
        <div>
          <dt>{t("board.costPerUnit")}</dt>
          <dd>{unitPrice(preview.plannedCostPerUnit)}</dd>
        </div>
        <div>
          <dt>{t("makeOrder.plannedCost")}</dt>
          <dd>{money(preview.plannedCost)}</dd>
        </div>
        <div>
          <dt>{t("makeOrder.plannedFinish")}</dt>
          <dd>{dateTime(preview.plannedFinish)}</dd>
        </div>
      </dl>
      {preview.withoutPrice.length > 0 && (
        <p className={style.warning}>{t("board.withoutPrice", { names: list(preview.withoutPrice) })}</p>
      )}
      {preview.shortages.length === 0 && <p className={style.enough}>{t("board.enough")}</p>}
      {shown.length > 0 && (
        <ScrollAside label={t("makeOrder.shortages")}>
          <table className="rows">
            <caption className={style.caption}>{t("makeOrder.shortages")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("board.material")}</th>
                <th scope="col" className="figures">
                  {t("board.needed")}
                </th>
                <th scope="col" className="figures">
                  {t("board.missing")}
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr key={`${row.variantId} ${row.warehouseName}`}>
                  <td>
                    {nameOfVariant(row.itemName, row.variantName)}
                    <div className="soft">{row.warehouseName}</div>
                  </td>
                  <td className="figures">{quantity(row.required, row.unit)}</td>
                  <td className={`figures ${style.missing}`}>{quantity(row.missing, row.unit)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollAside>
      )}
    </section>
  );
}
