import { Button, Drawer, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { faultAt } from "#web/shared/call.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { ButtonLink } from "../../links.tsx";
import { useTexts } from "../texts.ts";
import { useSettled } from "../../use-settled.ts";
import { AskedFields } from "./asked-fields.tsx";
import { MoreFields } from "./more-fields.tsx";
import {
  type OrderDraft,
  draftOf,
  inputOf,
  type LinePreset,
  missingValues,
  questionOf,
  unitsOf,
} from "./order-draft.ts";
import { useMakeShortage } from "../made-for/made-for.tsx";
import { OrderPreview, shelfOf } from "./order-preview.tsx";
import { ProductFields } from "./product-fields.tsx";
import { UnitValues } from "./unit-values.tsx";
import style from "./new-order.module.css";

type Props = {
  readonly workspace: string;
  /** From a line of a deal: its product, quantity, options and values are there already. */
  readonly line?: LinePreset;
  readonly onClose: () => void;
  readonly onMade: (orderId: string, number: number) => void;
};

/** '+ New task': what it would need, cost and take is seen before it is made. The same from a deal's line. */
export function NewOrderSheet({ workspace, line, onClose, onMade }: Props) {
  const { t, list } = useTexts();
  const { can } = useSession();
  const create = useCommand("createOrder");
  const [draft, setDraft] = useState<OrderDraft>(() => draftOf(line));
  const [reason, setReason] = useState("");
  const [alsoMake, setAlsoMake] = useState<readonly string[]>([]);
  const make = useMakeShortage();
  const change = (part: Partial<OrderDraft>): void => setDraft((before) => ({ ...before, ...part }));
  const units = unitsOf(draft);
  const question = useSettled(questionOf(draft), 250);
  const preview = useRoute("previewOrder", question ?? { variantId: "", quantity: 1 }, {
    enabled: question !== null,
    keepPrevious: true,
  });
  const { variantId } = draft;
  const known = question !== null && preview.refusal === undefined ? preview.data : undefined;
  const asked = variantId === null ? [] : (draft.asked ?? known?.asked ?? []);
  const batchMode = draft.batchMode ?? known?.defaultBatchMode;
  const blocked = known !== undefined && known.shortagePolicy === "block" && known.shortages.length > 0;
  const withoutTemplate = variantId !== null && preview.refusal?.code === "template_missing";
  const refusal = create.refusal ?? (withoutTemplate ? undefined : preview.refusal);
  const missing = missingValues(draft);
  const faultOf = (name: string): string | undefined =>
    refusal !== undefined && refusal.data?.["attribute"] === name ? refusal.message : undefined;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const input = inputOf(draft, line);
    if (input === null || create.pending) return;
    const answer = await create.run(
      { ...input, ...(blocked ? { createAnyway: reason } : {}) },
      { inPlace: true },
    );
    if (!answer.ok) return;
    notify({ tone: "done", text: t("makeOrder.made", { number: answer.value.number }) });
    // One after the other: each says what became of it, and what is refused can be made from the order's card.
    for (const row of answer.value.shortages) {
      if (row.canMake && alsoMake.includes(shelfOf(row))) await make.run(answer.value.orderId, row);
    }
    onMade(answer.value.orderId, answer.value.number);
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="34rem"
      title={line === undefined ? t("board.newTitle") : t("makeOrder.title", { name: line.name })}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <form className={style.form} onSubmit={(event) => void submit(event)}>
        <ProductFields draft={draft} line={line} onChange={change} refusal={create.refusal} />
        {asked.length > 0 && (
          <fieldset className={style.asked}>
            <legend>{t("order.asked")}</legend>
            <AskedFields
              asked={asked}
              values={draft.attributes}
              onChange={(attributes) => change({ attributes })}
              faultOf={faultOf}
            />
          </fieldset>
        )}
        {asked.length > 0 && batchMode === "per_unit" && units !== null && units > 1 && (
          <details className={style.more}>
            <summary>{t("order.unitByUnit")}</summary>
            <UnitValues
              named
              asked={asked}
              common={draft.attributes}
              count={Math.min(units, 10_000)}
              values={draft.unitAttributes}
              onChange={(unitAttributes) => change({ unitAttributes })}
            />
          </details>
        )}
        <MoreFields draft={draft} preview={known} onChange={change} refusal={create.refusal} />
        {withoutTemplate && (
          <div className={style.hint}>
            <p>{t("board.templateMissing", { product: draft.itemName })}</p>
            {can("template.write") && draft.itemId !== null && (
              <ButtonLink
                size="xs"
                variant="light"
                to="/w/$workspace/templates"
                params={{ workspace }}
                search={{ new: draft.itemId }}
              >
                {t("board.makeTemplate")}
              </ButtonLink>
            )}
          </div>
        )}
        {variantId !== null && missing.length > 0 && (
          <p className="soft">{t("order.askedFirst", { names: list(missing) })}</p>
        )}
        {missing.length === 0 && !withoutTemplate && variantId !== null && create.refusal === undefined && (
          <RefusalNotice refusal={preview.refusal} />
        )}
        {question !== null && preview.pending && preview.refusal === undefined && <PageSkeleton lines={4} />}
        {known !== undefined && (
          <OrderPreview
            preview={known}
            settled={!preview.fetching}
            alsoMake={alsoMake}
            onAlsoMake={setAlsoMake}
          />
        )}
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
              variantId === null ||
              units === null ||
              missing.length > 0 ||
              withoutTemplate ||
              (blocked && reason.trim() === "")
            }
          >
            {blocked ? t("board.createAnyway") : t("makeOrder.submit")}
          </Button>
        </div>
      </form>
    </Drawer>
  );
}
