import type { OutputOf } from "#modules/routes.ts";
import type { Refused } from "#web/shared/call.ts";
import type { EditorNames } from "./editor-names.ts";
import type { SampleState } from "./sample.ts";
import type { Change, StageEdit } from "./stage-edit.ts";
import type { DraftBody } from "./template-draft.ts";

export type Shown = OutputOf<"showTemplate">;
export type Product = OutputOf<"showItem">;

/** What every tab of the editor is handed. */
export type TabProps = {
  readonly body: DraftBody;
  readonly change: Change;
  /** What the edit began from. */
  readonly base: Shown;
  readonly product: Product | undefined;
  readonly names: EditorNames;
  readonly editable: boolean;
  readonly refusal: Refused | undefined;
  readonly sample: SampleState;
};

/** A stage on its tab: among the others of the base, or of one variant. */
export type StageProps = TabProps & {
  readonly edit: StageEdit;
  readonly stages: readonly StageEdit[];
};

/** Whether the server found something wrong at or below a path like "body.stages.0". */
export function hasFault(refusal: Refused | undefined, path: string): boolean {
  const paths = [refusal?.path, ...(refusal?.fields ?? []).map((field) => field.path)];
  return paths.some((one) => {
    const found = one?.join(".") ?? "";
    return found === path || found.startsWith(`${path}.`);
  });
}
