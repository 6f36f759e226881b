import type { TemplateStage } from "#modules/templates/contract/template-body.ts";
import type { TabProps } from "./template-editor.tsx";

export type StageProps = TabProps & {
  readonly stage: TemplateStage;
  readonly index: number;
  /** The sample order's. */
  readonly units: number;
};

/** Rewrites one stage of the body. */
export function useStageChange({ change, stage }: StageProps): (part: Partial<TemplateStage>) => void {
  return (part) =>
    change((body) => ({
      ...body,
      stages: body.stages.map((one) => (one.key === stage.key ? { ...one, ...part } : one)),
    }));
}
