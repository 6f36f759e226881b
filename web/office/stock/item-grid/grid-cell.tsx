import { type KeyboardEvent, useEffect, useRef } from "react";
import style from "./item-grid.module.css";

type Props = {
  readonly label: string;
  readonly shown: string;
  readonly typed: string;
  readonly figures: boolean;
  readonly editable: boolean;
  readonly active: boolean;
  /** Whether the person is in the table: whoever types elsewhere (the search above) is not called away. */
  readonly inside: () => boolean;
  readonly editing: boolean;
  readonly problem: string | null;
  readonly columnIndex: number;
  readonly onActivate: () => void;
  readonly onEdit: (typed: string) => void;
  readonly onType: (typed: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onLeave: () => void;
};

/** A cell that one can stand in and, where it may be changed, type into. */
export function GridCell(props: Props) {
  const { label, shown, typed, figures, editable, active, editing, problem, inside } = props;
  const cell = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!active) return;
    if (editing) input.current?.focus();
    else if (inside()) cell.current?.focus({ preventScroll: true });
  }, [active, editing, inside]);
  return (
    <div
      ref={cell}
      role="gridcell"
      aria-colindex={props.columnIndex}
      aria-invalid={problem !== null || undefined}
      tabIndex={active && !editing ? 0 : -1}
      className={style.cell}
      data-figures={figures || undefined}
      data-active={active || undefined}
      data-fixed={!editable || undefined}
      onClick={() => (active && editable && !editing ? props.onEdit(typed) : props.onActivate())}
      onDoubleClick={() => editable && !editing && props.onEdit(typed)}
      onFocus={() => !active && props.onActivate()}
      onKeyDown={props.onKeyDown}
    >
      {editing ? (
        <input
          ref={input}
          className={style.input}
          aria-label={label}
          inputMode={figures ? "decimal" : "text"}
          autoComplete="off"
          value={typed}
          onChange={(event) => props.onType(event.currentTarget.value)}
          onBlur={props.onLeave}
        />
      ) : (
        <span className={style.text}>{shown}</span>
      )}
      {problem !== null && (
        <span className={style.problem} role={active ? "alert" : undefined} data-open={active || undefined}>
          {problem}
        </span>
      )}
    </div>
  );
}
