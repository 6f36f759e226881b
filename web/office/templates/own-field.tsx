import type { ReactNode } from "react";
import { useTexts } from "./texts.ts";
import style from "./own-field.module.css";
import type { Standing } from "./stage-edit.ts";

type Props<Field> = {
  readonly edit: {
    readonly standing: Standing;
    readonly overridden: ReadonlySet<Field>;
    readonly reset: (field: Field) => void;
  };
  readonly field: Field;
  /** As the field is called on the screen. */
  readonly label: string;
  readonly editable: boolean;
  readonly children: ReactNode;
};

/** A variant's field: grey while it follows the base, bold with a way back where it is its own. */
export function OwnField<Field>({ edit, field, label, editable, children }: Props<Field>) {
  const { t } = useTexts();
  if (edit.standing === "own") return children;
  const changed = edit.overridden.has(field);
  return (
    <div className={style.field} data-own={changed ? "changed" : "inherited"}>
      {children}
      {changed && editable && (
        <button
          type="button"
          className={style.reset}
          aria-label={t("template.resetField", { field: label })}
          onClick={() => edit.reset(field)}
        >
          {t("template.reset")}
        </button>
      )}
    </div>
  );
}
