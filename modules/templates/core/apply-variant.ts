import type { StageChange, TemplateBody, TemplateStage, VariantVersion } from "../contract/template-body.ts";
import { type KeyedNorm, keyNorms } from "./norm-keys.ts";
import { explicitWaits } from "./order-stages.ts";

/** A stage as one variant has it: its norms have keys. */
export type AppliedStage = Omit<TemplateStage, "norms"> & { readonly norms: readonly KeyedNorm[] };
export type StagesOfBody = Pick<TemplateBody, "stages" | "variants">;

/**
 * The stages as a variant has them: the base, with what its version changes, adds and drops. A variant without a
 * version of its own, and `null`, have the base. What a version says of keys that the base doesn't have is
 * passed over: checkTemplateBody refuses it.
 *
 * A stage that is dropped hands its waits on to those that waited for it. `waitsFor` stays null where that
 * still means the same, and is a list where it no longer does.
 */
export function applyVariant({ stages, variants }: StagesOfBody, variantId: string | null): AppliedStage[] {
  const base = stages.map((stage): AppliedStage => ({ ...stage, norms: keyNorms(stage.norms) }));
  const version = variants.find((one) => one.variantId === variantId);
  if (version === undefined) return base;
  const changes = new Map(version.changedStages.map((change) => [change.key, change]));
  const changed = base.map((stage) => changeStage(stage, changes.get(stage.key)));
  return dropStages(addStages(changed, version.addedStages), new Set(version.droppedStages));
}

function changeStage(stage: AppliedStage, change: StageChange | undefined): AppliedStage {
  if (change === undefined) return stage;
  const dropped = new Set(change.droppedNorms);
  const fields = new Map(change.changedNorms.map((norm) => [norm.key, norm.fields]));
  const kept = stage.norms
    .filter((norm) => !dropped.has(norm.key))
    .map((norm): KeyedNorm => ({ ...norm, ...fields.get(norm.key) }));
  return { ...stage, ...change.fields, norms: keyNorms([...kept, ...change.addedNorms]) };
}

/** Each after the stage that it names; several after the same one in the order in which they are listed. */
function addStages(base: readonly AppliedStage[], added: VariantVersion["addedStages"]): AppliedStage[] {
  const result = [...base];
  const lastAfter = new Map<string | null, string>();
  for (const { after, stage } of added) {
    const neighbour = lastAfter.get(after) ?? after;
    const at = neighbour === null ? 0 : result.findIndex(({ key }) => key === neighbour) + 1;
    const known = neighbour === null || at > 0;
    result.splice(known ? at : result.length, 0, { ...stage, norms: keyNorms(stage.norms) });
    lastAfter.set(after, stage.key);
  }
  return result;
}

function dropStages(stages: readonly AppliedStage[], dropped: ReadonlySet<string>): AppliedStage[] {
  if (dropped.size === 0) return [...stages];
  const waits = explicitWaits(stages);
  const handedOn = (keys: readonly string[], onTheWay: ReadonlySet<string>): string[] => {
    const found = new Set<string>();
    for (const key of keys) {
      if (!dropped.has(key)) found.add(key);
      // A cycle among dropped stages hands nothing on.
      else if (!onTheWay.has(key)) {
        for (const earlier of handedOn(waits.get(key) ?? [], new Set([...onTheWay, key]))) found.add(earlier);
      }
    }
    return [...found];
  };
  const kept = stages.filter(({ key }) => !dropped.has(key));
  return kept.map((stage, at) => {
    const waitsFor = handedOn(waits.get(stage.key) ?? [], new Set());
    const before = kept[at - 1];
    const byItself = before === undefined ? [] : [before.key];
    const isSame = waitsFor.length === byItself.length && waitsFor[0] === byItself[0];
    return { ...stage, waitsFor: stage.waitsFor === null && isSame ? null : waitsFor };
  });
}
