import { Select, TextInput } from "@mantine/core";
import type {
  AskedAttribute,
  AttributeValue,
  OrderAttributes,
} from "#modules/catalog/contract/attributes.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useTexts } from "../texts.ts";
import style from "./new-order.module.css";

type Props = {
  readonly asked: readonly AskedAttribute[];
  readonly values: OrderAttributes;
  readonly onChange: (values: OrderAttributes) => void;
  /** Of a unit: what the whole order has, where the unit says nothing of its own. */
  readonly common?: OrderAttributes;
  readonly faultOf?: (name: string) => string | undefined;
};

/** What the product asks when it is ordered: numbers with a unit, texts, choices. */
export function AskedFields({ asked, values, onChange, common, faultOf }: Props) {
  const set = (name: string, value: AttributeValue | null): void => {
    const { [name]: _, ...rest } = values;
    onChange(value === null ? rest : { ...rest, [name]: value });
  };
  return (
    <div className={style.askedRow}>
      {asked.map((one) => (
        <AskedField
          key={one.name}
          asked={one}
          value={values[one.name]}
          common={common?.[one.name]}
          onChange={(value) => set(one.name, value)}
          error={faultOf?.(one.name)}
        />
      ))}
    </div>
  );
}

function AskedField(props: {
  readonly asked: AskedAttribute;
  readonly value: AttributeValue | undefined;
  readonly common: AttributeValue | undefined;
  readonly onChange: (value: AttributeValue | null) => void;
  readonly error: string | undefined;
}) {
  const { asked, value, common, onChange, error } = props;
  const { t, number } = useTexts();
  const text = value !== undefined && "text" in value ? value.text : "";
  const commonText = common === undefined ? "" : "text" in common ? common.text : number(common.amount);
  const required = asked.required && common === undefined;
  switch (asked.kind) {
    case "number": {
      const unit = asked.unit ?? "pcs";
      return (
        <NumberField
          label={asked.name}
          withAsterisk={required}
          placeholder={commonText}
          value={value !== undefined && "amount" in value ? value.amount : ""}
          onChange={(amount) => onChange(amount === "" ? null : { amount, unit })}
          rightSection={<span className="soft">{t(`unit.${unit}`)}</span>}
          error={error}
        />
      );
    }
    case "text":
      return (
        <TextInput
          label={asked.name}
          withAsterisk={required}
          placeholder={commonText}
          value={text}
          onChange={(event) =>
            onChange(event.currentTarget.value === "" ? null : { text: event.currentTarget.value })
          }
          error={error}
        />
      );
    case "choice":
      return (
        <Select
          label={asked.name}
          withAsterisk={required}
          placeholder={commonText}
          clearable
          data={asked.choices}
          value={text === "" ? null : text}
          onChange={(choice) => onChange(choice === null ? null : { text: choice })}
          error={error}
        />
      );
  }
}
