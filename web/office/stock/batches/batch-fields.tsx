import { TextInput } from "@mantine/core";
import { DateField } from "#web/shared/field.tsx";
import { useTexts } from "../texts.ts";
import style from "./batches.module.css";

export type TypedBatch = { readonly number: string; readonly bestBefore: string };
export const noBatch: TypedBatch = { number: "", bestBefore: "" };

/** As the contract takes it: a day that was left empty is whatever the batch has. */
export function sentBatch({ number, bestBefore }: TypedBatch) {
  if (number.trim() === "") return {};
  return { batch: { number: number.trim(), ...(bestBefore === "" ? {} : { bestBefore }) } };
}

/** The batch of a line that comes in. */
export function BatchFields(props: {
  readonly required: boolean;
  readonly value: TypedBatch;
  readonly onChange: (value: TypedBatch) => void;
  readonly numberError?: string | undefined;
  readonly dayError?: string | undefined;
}) {
  const { required, value, onChange, numberError, dayError } = props;
  const { t } = useTexts();
  return (
    <div className={style.batchFields}>
      <TextInput
        label={t("batch.lineNumber")}
        required={required}
        value={value.number}
        onChange={(event) => onChange({ ...value, number: event.currentTarget.value })}
        error={numberError}
      />
      <DateField
        label={t("batch.lineBestBefore")}
        value={value.bestBefore}
        onChange={(bestBefore) => onChange({ ...value, bestBefore })}
        error={dayError}
      />
    </div>
  );
}
