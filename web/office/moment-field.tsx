import { TextInput, type TextInputProps } from "@mantine/core";
import { useSession } from "#web/shared/session.ts";
import { instantOf, wallTimeOf } from "./wall-time.ts";

type Props = Omit<TextInputProps, "value" | "onChange" | "type"> & {
  /** An instant, or null for none. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
};

/** A day and a time of the workshop's wall, by the browser's own picker. */
export function MomentField({ value, onChange, ...props }: Props) {
  const { timeZone } = useSession().workspace;
  return (
    <TextInput
      {...props}
      type="datetime-local"
      value={value === null ? "" : wallTimeOf(value, timeZone)}
      onChange={(event) => {
        const wallTime = event.currentTarget.value;
        onChange(wallTime === "" ? null : instantOf(wallTime, timeZone));
      }}
    />
  );
}
