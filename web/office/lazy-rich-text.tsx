import { lazy, Suspense } from "react";
import { isEmptyText, RichText } from "#web/shared/rich-text.tsx";
import type { RichTextProps } from "./rich-text-editor.tsx";
import style from "./rich-text-editor.module.css";

const Editor = lazy(async () => ({ default: (await import("./rich-text-editor.tsx")).RichTextEditor }));

/** The editor of instructions, fetched when one is opened; until then, and for readers, the text itself. */
export function LazyRichText(props: RichTextProps) {
  const reading = (
    <div className={style.frame}>
      <span className={style.label}>{props.label}</span>
      <div className={style.read} data-words>
        {isEmptyText(props.value) ? <span className="soft">–</span> : <RichText text={props.value} />}
      </div>
    </div>
  );
  if (!props.editable) return reading;
  return (
    <Suspense fallback={reading}>
      <Editor {...props} />
    </Suspense>
  );
}
