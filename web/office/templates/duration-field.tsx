import { Select } from "@mantine/core";
import { useState } from "react";
import { decimal, text } from "#kernel/decimal.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useTexts } from "./texts.ts";
import style from "./template.module.css";

const sizes = { sec: 1, min: 60, hour: 3600, day: 86_400 } as const;
type Size = keyof typeof sizes;
const names = Object.keys(sizes) as Size[];

type Props = {
  readonly label: string;
  /** Whole seconds; null for none, where that is allowed. */
  readonly seconds: number | null;
  readonly onChange: (seconds: number | null) => void;
  readonly error?: string | undefined;
  readonly required?: boolean;
};

/** A length of time, in the unit that fits it; kept in whole seconds. */
export function DurationField({ label, seconds, onChange, error, required = false }: Props) {
  const { t } = useTexts();
  const [size, setSize] = useState<Size>(() => fitting(seconds));
  const amount = seconds === null ? "" : text(decimal(seconds).div(sizes[size]).round(6));
  return (
    <div className={style.duration}>
      <NumberField
        label={label}
        value={amount}
        required={required}
        onChange={(value) =>
          onChange(value === "" ? null : decimal(value).times(sizes[size]).round(0).toNumber())
        }
        error={error}
      />
      <Select
        aria-label={t("template.unitOf", { field: label })}
        allowDeselect={false}
        data={names.map((name) => ({ value: name, label: t(`template.time.${name}`) }))}
        value={size}
        onChange={(next) => setSize(names.find((name) => name === next) ?? size)}
      />
    </div>
  );
}

/** The largest unit that it is a whole number of; minutes where there is nothing yet. */
function fitting(seconds: number | null): Size {
  if (seconds === null || seconds === 0) return "min";
  return names.findLast((name) => seconds % sizes[name] === 0 && name !== "day") ?? "sec";
}
