import { EmptyState } from "#web/shared/states.tsx";
import { useTexts } from "../texts.ts";
import { SampleBar } from "../sample-bar.tsx";
import { editVariant } from "../stage-edit.ts";
import { StageList } from "../stages/stage-list.tsx";
import { countDifferences, newStage } from "../template-draft.ts";
import type { TabProps } from "../template-tab.ts";
import style from "../template.module.css";
import { addStage, arrangeAdded, rewriteVariant, versionOf } from "./variant-draft.ts";
import tabs from "./variants.module.css";

type Props = TabProps & {
  readonly variant: string | undefined;
  readonly onVariant: (variantId: string) => void;
  readonly open: string | undefined;
  readonly onOpen: (key: string | undefined) => void;
};

/** What a variant has otherwise: it follows the base in everything that is not bold here. */
export function VariantsTab(props: Props) {
  const { body, change, product, variant, onVariant, open, onOpen, sample } = props;
  const { t } = useTexts();
  const variants = (product?.variants ?? []).filter(
    (one) => !one.archived || body.variants.some(({ variantId }) => variantId === one.id),
  );
  const chosen = variants.find((one) => one.id === variant) ?? variants[0];
  if (product === undefined) return null;
  if (chosen === undefined || (variants.length === 1 && body.variants.length === 0)) {
    return <EmptyState title={t("template.oneVariant.title")} text={t("template.oneVariant.text")} />;
  }
  const stages = editVariant(body, change, chosen.id);
  const kept = stages.filter(({ standing }) => standing !== "dropped");
  return (
    <div className={style.stages}>
      <p className="soft">{t("template.variantsText")}</p>
      <div className={tabs.variants} role="group" aria-label={t("template.tab.variants")}>
        {variants.map((one) => {
          const count = countDifferences(body, one.id);
          return (
            <button
              key={one.id}
              type="button"
              className={tabs.variant}
              aria-pressed={one.id === chosen.id}
              onClick={() => {
                onVariant(one.id);
                // What stands under the formulas is this variant's.
                sample.set({ variantId: one.id });
              }}
            >
              <span>{one.name}</span>
              <span className="soft">
                {count === 0 ? t("template.asBase") : t("template.differences", { count })}
              </span>
            </button>
          );
        })}
      </div>
      <SampleBar {...props} withoutVariant />
      <StageList
        key={chosen.id}
        {...props}
        sample={{ ...sample, variantId: chosen.id, attributes: chosen.attributes }}
        stages={stages}
        open={open}
        onOpen={onOpen}
        onAdd={() => {
          const stage = newStage(t("template.stageNumber", { number: kept.length + 1 }));
          const after = lastOfBase(props, chosen.id);
          change((before) => rewriteVariant(before, chosen.id, addStage(after, stage)));
          return stage.key;
        }}
        onMove={(from, to) => {
          const keys = stages.map(({ stage }) => stage.key);
          keys.splice(to, 0, ...keys.splice(from, 1));
          return change((before) => rewriteVariant(before, chosen.id, arrangeAdded(keys)));
        }}
      />
    </div>
  );
}

/** Where a new stage goes: behind all that the variant keeps of the base. */
function lastOfBase({ body }: TabProps, variantId: string): string | null {
  const { droppedStages } = versionOf(body, variantId);
  return body.stages.findLast(({ key }) => !droppedStages.includes(key))?.key ?? null;
}
