import { Button, CloseButton, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { decimal, sum, text } from "#kernel/decimal.ts";
import { faultAt } from "#web/shared/call.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { ContactPicker } from "../pickers/contact-picker.tsx";
import { FormDialog, FormRow } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import { type DraftLine, emptyLine, isComplete, lineBody, LineFields } from "./line-fields.tsx";
import style from "./new-deal.module.css";

type Props = {
  readonly workspace: string;
  readonly contactId: string | undefined;
  readonly onClose: () => void;
};

export function NewDealDialog({ workspace, contactId, onClose }: Props) {
  const { t, money } = useTexts();
  const navigate = useNavigate();
  const addDeal = useCommand("addDeal");
  const [title, setTitle] = useState("");
  const [contact, setContact] = useState<{ readonly id: string; readonly name: string } | null>();
  const [lines, setLines] = useState<readonly DraftLine[]>(() => [emptyLine()]);
  // Someone opened this from a contact: they stand in the field already.
  const { data: asked } = useRoute(
    "showContact",
    { contactId: contactId ?? "" },
    { enabled: contactId !== undefined },
  );
  const chosen = contact === undefined ? (asked ?? null) : contact;
  const filled = lines.filter((line) => line.variantId !== null);

  const submit = async (): Promise<void> => {
    const answer = await addDeal.run(
      { title, contactId: chosen?.id ?? null, lines: filled.filter(isComplete).map(lineBody) },
      { inPlace: true },
    );
    if (answer.ok) {
      await navigate({
        to: "/w/$workspace/deals/$dealId",
        params: { workspace, dealId: answer.value.dealId },
      });
    }
  };
  const total = sum(
    filled.filter(isComplete).map((line) =>
      line.upsells
        .filter((upsell) => line.upsellIds.includes(upsell.id))
        .reduce((price, upsell) => price.plus(upsell.price), decimal(line.price))
        .times(line.quantity),
    ),
  );
  return (
    <FormDialog
      title={t("newDeal.title")}
      wide
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("newDeal.submit")}
      pending={addDeal.pending}
      refusal={addDeal.refusal}
      disabled={!filled.every(isComplete)}
    >
      <FormRow>
        <TextInput
          label={t("newDeal.name")}
          placeholder={t("newDeal.nameHint")}
          required
          maxLength={200}
          data-autofocus
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          error={faultAt(addDeal.refusal, "title")}
        />
        <ContactPicker
          label={t("newDeal.contact")}
          value={chosen}
          onChange={setContact}
          error={faultAt(addDeal.refusal, "contactId")}
        />
      </FormRow>
      {lines.map((line, index) => (
        <fieldset key={line.key} className={style.line}>
          <legend>{t("newDeal.line", { number: index + 1 })}</legend>
          <LineFields
            line={line}
            path={`lines.${index}.`}
            required={index > 0}
            refusal={addDeal.refusal}
            onChange={(next) =>
              setLines((all) => all.map((other) => (other.key === line.key ? next : other)))
            }
          />
          {lines.length > 1 && (
            <CloseButton
              className={style.remove}
              aria-label={t("newDeal.removeLine", { number: index + 1 })}
              onClick={() => setLines((all) => all.filter((other) => other.key !== line.key))}
            />
          )}
        </fieldset>
      ))}
      <div className={style.foot}>
        <Button
          variant="subtle"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setLines((all) => [...all, emptyLine()])}
        >
          {t("newDeal.addLine")}
        </Button>
        <strong className="figures">{t("newDeal.total", { sum: money(text(total)) })}</strong>
      </div>
    </FormDialog>
  );
}
