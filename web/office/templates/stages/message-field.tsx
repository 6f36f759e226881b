import { Button, Textarea } from "@mantine/core";
import { useRef } from "react";
import { useTexts } from "../texts.ts";
import rows from "./rows.module.css";

/** Fields that a message may name in braces, as templates/contract/template-body.ts lists them. */
const fields = ["order", "product", "quantity", "deal", "contact", "promised"] as const;

type Props = {
  readonly value: string;
  readonly product: string;
  readonly onChange: (text: string) => void;
  readonly error: string | undefined;
};

/** The customer's text: fields go in where the cursor stands, and how it will read stands below. */
export function MessageField({ value, product, onChange, error }: Props) {
  const { t, date, number } = useTexts();
  const area = useRef<HTMLTextAreaElement>(null);
  const sample: Record<(typeof fields)[number], string> = {
    order: "1042",
    product,
    quantity: number("12"),
    deal: t("template.sampleDeal"),
    contact: t("template.sampleContact"),
    promised: date("2026-06-30"),
  };
  const put = (field: string): void => {
    const [from, to] = [
      area.current?.selectionStart ?? value.length,
      area.current?.selectionEnd ?? value.length,
    ];
    const word = `{${field}}`;
    onChange(value.slice(0, from) + word + value.slice(to));
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(from + word.length, from + word.length);
    });
  };
  const shown = fields.reduce((text, field) => text.replaceAll(`{${field}}`, sample[field]), value);
  const unknown = [...shown.matchAll(/\{([^{}]*)\}/g)].map(([word]) => word);
  return (
    <>
      <Textarea
        ref={area}
        className={rows.whole ?? ""}
        label={t("template.effect.message")}
        placeholder={t("template.messageHint")}
        required
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={
          error ?? (unknown.length > 0 ? t("template.unknownField", { field: unknown[0] ?? "" }) : undefined)
        }
      />
      <div className={`${rows.chips} ${rows.whole}`} role="group" aria-label={t("template.messageFields")}>
        {fields.map((field) => (
          <Button key={field} size="compact-xs" variant="default" onClick={() => put(field)}>
            {t(`template.field.${field}`)}
          </Button>
        ))}
      </div>
      {value.trim() !== "" && (
        <p className={`${rows.preview} ${rows.whole}`}>
          <small>{t("template.messagePreview")}</small>
          {shown}
        </p>
      )}
    </>
  );
}
