import { MultiSelect, Select, TextInput } from "@mantine/core";
import { NumberField } from "#web/shared/field.tsx";
import { useTexts } from "./texts.ts";
import type { TabProps } from "./template-tab.ts";
import style from "./template.module.css";

type Props = Pick<TabProps, "sample" | "product" | "base"> & {
  /** Chosen elsewhere already. */
  readonly withoutVariant?: boolean;
};

/** The sample order: its variant, quantity, upsells and what is asked at order. */
export function SampleBar({ sample, product, base, withoutVariant = false }: Props) {
  const { t } = useTexts();
  const variants = product?.variants.filter((one) => !one.archived) ?? [];
  const upsells = product?.upsells.filter((one) => !one.archived) ?? [];
  return (
    <div className={style.sampleBar} role="group" aria-label={t("template.sample")}>
      <NumberField
        className={style.sampleField ?? ""}
        label={t("template.sample")}
        places={0}
        value={String(sample.quantity)}
        onChange={(typed) => {
          if (/^[1-9]\d{0,5}$/.test(typed)) sample.set({ quantity: Number(typed) });
        }}
        rightSection={<span className="soft">{t(`unit.${base.unit}`)}</span>}
      />
      {variants.length > 1 && !withoutVariant && (
        <Select
          label={t("template.sampleVariant")}
          allowDeselect={false}
          data={variants.map((one) => ({ value: one.id, label: one.name }))}
          value={sample.variantId}
          onChange={(variantId) => sample.set({ variantId })}
        />
      )}
      {product?.asked.map((asked) =>
        asked.kind === "choice" ? (
          <Select
            key={asked.name}
            className={style.sampleField ?? ""}
            label={asked.name}
            clearable
            data={[...asked.choices]}
            value={sample.asked[asked.name] ?? null}
            onChange={(value) => sample.set({ asked: { ...sample.asked, [asked.name]: value ?? "" } })}
          />
        ) : (
          <TextInput
            key={asked.name}
            className={style.sampleField ?? ""}
            label={asked.name}
            value={sample.asked[asked.name] ?? ""}
            onChange={(event) =>
              sample.set({ asked: { ...sample.asked, [asked.name]: event.currentTarget.value } })
            }
            rightSection={
              asked.unit === null ? null : <span className="soft">{t(`unit.${asked.unit}`)}</span>
            }
          />
        ),
      )}
      {upsells.length > 0 && (
        <MultiSelect
          label={t("template.sampleUpsells")}
          placeholder={sample.upsellIds.length === 0 ? t("template.noneChosen") : ""}
          data={upsells.map((one) => ({ value: one.id, label: one.name }))}
          value={[...sample.upsellIds]}
          onChange={(upsellIds) => sample.set({ upsellIds })}
        />
      )}
    </div>
  );
}
