import { useId } from "react";
import style from "./sheets.module.css";

type Props = {
  readonly label: string;
  readonly value: string;
  readonly change: (typed: string) => void;
  readonly problem?: string | undefined;
};

/** A few words in a field that is large enough for a thumb. */
export function Note({ label, value, change, problem }: Props) {
  const id = useId();
  return (
    <div className={style.number}>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={2}
        maxLength={10_000}
        value={value}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-note`}
        onChange={(event) => change(event.currentTarget.value)}
      />
      {problem !== undefined && (
        <p id={`${id}-note`} className={style.note} data-wrong="true">
          {problem}
        </p>
      )}
    </div>
  );
}
