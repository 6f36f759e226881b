import type {
  StageChange,
  TemplateBody,
  TemplateNorm,
  TemplateStage,
  VariantVersion,
} from "../contract/template-body.ts";
import { triggerNames } from "./body-references.ts";
import { type KeyedNorm, keyNorms } from "./norm-keys.ts";

type Path = readonly (string | number)[];

/**
 * One line of what changed. Values are as they lie in the body, ids among them: whoever shows them finds the words.
 * `undefined` is what isn't there: in a variant's version, a field that follows the base.
 */
export type Difference = {
  readonly kind:
    | "stage_added"
    | "stage_removed"
    /** `from` and `to` are the names in their order */
    | "stages_reordered"
    | "stage_field"
    | "norm_added"
    | "norm_removed"
    | "norm_field"
    | "trigger"
    | "policy"
    | "variant_added"
    | "variant_removed"
    /** a variant leaves a stage or a norm of the base out, or no longer does */
    | "stage_dropped"
    | "stage_kept"
    | "norm_dropped"
    | "norm_kept";
  /** where it stands in the newer body, or in the older one where it is gone */
  readonly path: Path;
  /** whose version it is about; null: the base */
  readonly variantId: string | null;
  /** the stage's key and name */
  readonly stageKey: string | null;
  readonly stage: string | null;
  /** of whichever body has it, the newer first */
  readonly norm: KeyedNorm | null;
  /** of a stage, a norm, the triggers or the policies */
  readonly field: string | null;
  readonly from: unknown;
  readonly to: unknown;
};

type Scope = { readonly variantId: string | null };
type Wish = Partial<Difference> & Pick<Difference, "kind" | "path">;

const difference = ({ variantId }: Scope, wish: Wish): Difference => ({
  variantId,
  stageKey: null,
  stage: null,
  norm: null,
  field: null,
  from: undefined,
  to: undefined,
  ...wish,
});

/** What has to be changed in `before` to come to `after`: stages and norms are known by their keys. */
export function compareBodies(before: TemplateBody, after: TemplateBody): Difference[] {
  return [
    ...compareStages(placed(before.stages, ["stages"]), placed(after.stages, ["stages"]), {
      variantId: null,
    }),
    ...compareVariants(before, after),
    ...triggerNames.flatMap((field) => compareField("trigger", before.triggers, after.triggers, field)),
    ...(Object.keys(after.policies) as (keyof TemplateBody["policies"])[]).flatMap((field) =>
      compareField("policy", before.policies, after.policies, field),
    ),
  ];
}

function compareField<T extends object>(
  kind: "trigger" | "policy",
  before: T,
  after: T,
  field: keyof T & string,
): Difference[] {
  if (isSame(before[field], after[field])) return [];
  const path = [kind === "trigger" ? "triggers" : "policies", field];
  return [difference({ variantId: null }, { kind, path, field, from: before[field], to: after[field] })];
}

type PlacedStage = { readonly stage: TemplateStage; readonly path: Path };

const placed = (stages: readonly TemplateStage[], path: Path): PlacedStage[] =>
  stages.map((stage, at) => ({ stage, path: [...path, at] }));

function compareStages(
  before: readonly PlacedStage[],
  after: readonly PlacedStage[],
  scope: Scope,
): Difference[] {
  const old = new Map(before.map((one) => [one.stage.key, one]));
  const kept = new Set(after.map(({ stage }) => stage.key));
  const found: Difference[] = [];
  for (const { stage, path } of before) {
    if (kept.has(stage.key)) continue;
    found.push(
      difference(scope, { kind: "stage_removed", path, stageKey: stage.key, stage: stage.name, from: stage }),
    );
  }
  found.push(...compareOrder(before, after, scope));
  for (const { stage, path } of after) {
    const was = old.get(stage.key)?.stage;
    const of = { stageKey: stage.key, stage: stage.name };
    if (was === undefined) found.push(difference(scope, { kind: "stage_added", path, ...of, to: stage }));
    else found.push(...compareStage(was, stage, path, scope));
  }
  return found;
}

/** Of the stages that both have: one that comes or goes moves no other. */
function compareOrder(
  before: readonly PlacedStage[],
  after: readonly PlacedStage[],
  scope: Scope,
): Difference[] {
  const common = (of: readonly PlacedStage[], others: readonly PlacedStage[]): TemplateStage[] => {
    const keys = new Set(others.map(({ stage }) => stage.key));
    return of.map(({ stage }) => stage).filter(({ key }) => keys.has(key));
  };
  const from = common(before, after);
  const to = common(after, before);
  if (from.every((stage, at) => stage.key === to[at]?.key)) return [];
  const names = (stages: readonly TemplateStage[]): string[] => stages.map(({ name }) => name);
  const path = (after[0]?.path ?? []).slice(0, -1);
  return [difference(scope, { kind: "stages_reordered", path, from: names(from), to: names(to) })];
}

function compareStage(before: TemplateStage, after: TemplateStage, path: Path, scope: Scope): Difference[] {
  const of = { stageKey: after.key, stage: after.name };
  const { norms: oldNorms, key: _key, ...oldFields } = before;
  const { norms, key: _sameKey, ...fields } = after;
  return [
    ...compareFields(oldFields, fields).map(({ field, from, to }) =>
      difference(scope, { kind: "stage_field", path: [...path, field], ...of, field, from, to }),
    ),
    ...compareNorms(oldNorms, norms, { ...of, path: [...path, "norms"] }, scope),
  ];
}

type OfNorms = { readonly stageKey: string; readonly stage: string; readonly path: Path };

function compareNorms(
  before: readonly TemplateNorm[],
  after: readonly TemplateNorm[],
  { stageKey, stage, path }: OfNorms,
  scope: Scope,
): Difference[] {
  const of = { stageKey, stage };
  const old = new Map(keyNorms(before).map((norm) => [norm.key, norm]));
  const now = keyNorms(after);
  const kept = new Set(now.map(({ key }) => key));
  const found: Difference[] = [];
  for (const [at, norm] of keyNorms(before).entries()) {
    if (kept.has(norm.key)) continue;
    found.push(difference(scope, { kind: "norm_removed", path: [...path, at], ...of, norm, from: norm }));
  }
  for (const [at, norm] of now.entries()) {
    const was = old.get(norm.key);
    const here = [...path, at];
    if (was === undefined) {
      found.push(difference(scope, { kind: "norm_added", path: here, ...of, norm, to: norm }));
      continue;
    }
    for (const { field, from, to } of compareFields(was, norm)) {
      found.push(
        difference(scope, { kind: "norm_field", path: [...here, field], ...of, norm, field, from, to }),
      );
    }
  }
  return found;
}

function compareVariants(before: TemplateBody, after: TemplateBody): Difference[] {
  const old = new Map(before.variants.map((version) => [version.variantId, version]));
  const kept = new Set(after.variants.map(({ variantId }) => variantId));
  const gone = before.variants.flatMap((version, at) => {
    const { variantId } = version;
    if (kept.has(variantId)) return [];
    const path = ["variants", at];
    return [difference({ variantId }, { kind: "variant_removed", path, from: version })];
  });
  const others = after.variants.flatMap((version, at) => {
    const { variantId } = version;
    const path = ["variants", at];
    const was = old.get(variantId);
    const added =
      was === undefined ? [difference({ variantId }, { kind: "variant_added", path, to: version })] : [];
    return [...added, ...compareVersions(was ?? emptyVersion(variantId), version, { before, after, path })];
  });
  return [...gone, ...others];
}

const emptyVersion = (variantId: string): VariantVersion => ({
  variantId,
  droppedStages: [],
  changedStages: [],
  addedStages: [],
});

type Bodies = { readonly before: TemplateBody; readonly after: TemplateBody; readonly path: Path };

function compareVersions(before: VariantVersion, after: VariantVersion, bodies: Bodies): Difference[] {
  const scope = { variantId: after.variantId };
  const nameOf = (key: string): string =>
    [...bodies.after.stages, ...bodies.before.stages].find((stage) => stage.key === key)?.name ?? key;
  const dropped = compareKeys(before.droppedStages, after.droppedStages).map(({ key, isNew }) =>
    difference(scope, {
      kind: isNew ? "stage_dropped" : "stage_kept",
      path: [...bodies.path, "droppedStages"],
      stageKey: key,
      stage: nameOf(key),
    }),
  );
  const old = new Map(before.changedStages.map((change) => [change.key, change]));
  const now = new Map(after.changedStages.map((change) => [change.key, change]));
  const changed = [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const at = after.changedStages.findIndex((change) => change.key === key);
    const path = [...bodies.path, "changedStages", ...(at < 0 ? [] : [at])];
    const of = { stageKey: key, stage: nameOf(key), path };
    return compareChange(old.get(key) ?? emptyChange(key), now.get(key) ?? emptyChange(key), of, {
      ...bodies,
      scope,
    });
  });
  const stagesOf = (version: VariantVersion): PlacedStage[] =>
    version.addedStages.map(({ stage }, at) => ({
      stage,
      path: [...bodies.path, "addedStages", at, "stage"],
    }));
  return [...dropped, ...changed, ...compareStages(stagesOf(before), stagesOf(after), scope)];
}

const emptyChange = (key: string): StageChange => ({
  key,
  fields: {},
  droppedNorms: [],
  changedNorms: [],
  addedNorms: [],
});

function compareChange(
  before: StageChange,
  after: StageChange,
  of: OfNorms,
  { scope, ...bodies }: Bodies & { readonly scope: Scope },
): Difference[] {
  const { path, ...named } = of;
  const base = [bodies.after, bodies.before].flatMap(({ stages }) =>
    keyNorms(stages.find(({ key }) => key === after.key)?.norms ?? []),
  );
  const normOf = (key: string): KeyedNorm | null => base.find((norm) => norm.key === key) ?? null;
  const fields = compareFields(before.fields, after.fields).map(({ field, from, to }) =>
    difference(scope, { kind: "stage_field", path: [...path, "fields", field], ...named, field, from, to }),
  );
  const dropped = compareKeys(before.droppedNorms, after.droppedNorms).map(({ key, isNew }) =>
    difference(scope, {
      kind: isNew ? "norm_dropped" : "norm_kept",
      path: [...path, "droppedNorms"],
      ...named,
      norm: normOf(key),
    }),
  );
  const old = new Map(before.changedNorms.map((norm) => [norm.key, norm.fields]));
  const now = new Map(after.changedNorms.map((norm) => [norm.key, norm.fields]));
  const changed = [...new Set([...old.keys(), ...now.keys()])].flatMap((key) =>
    compareFields(old.get(key) ?? {}, now.get(key) ?? {}).map(({ field, from, to }) => {
      const at = after.changedNorms.findIndex((norm) => norm.key === key);
      const here = [...path, "changedNorms", ...(at < 0 ? [] : [at, "fields", field])];
      return difference(scope, {
        kind: "norm_field",
        path: here,
        ...named,
        norm: normOf(key),
        field,
        from,
        to,
      });
    }),
  );
  const added = compareNorms(
    before.addedNorms,
    after.addedNorms,
    { ...named, path: [...path, "addedNorms"] },
    scope,
  );
  return [...fields, ...dropped, ...changed, ...added];
}

/** Fields of either that differ, the newer one's first. */
function compareFields(
  before: object,
  after: object,
): { readonly field: string; readonly from: unknown; readonly to: unknown }[] {
  const old: Readonly<Record<string, unknown>> = { ...before };
  const now: Readonly<Record<string, unknown>> = { ...after };
  return [...new Set([...Object.keys(now), ...Object.keys(old)])]
    .filter((field) => !isSame(old[field], now[field]))
    .map((field) => ({ field, from: old[field], to: now[field] }));
}

function compareKeys(
  before: readonly string[],
  after: readonly string[],
): { readonly key: string; readonly isNew: boolean }[] {
  return [
    ...before.filter((key) => !after.includes(key)).map((key) => ({ key, isNew: false })),
    ...after.filter((key) => !before.includes(key)).map((key) => ({ key, isNew: true })),
  ];
}

/** What they say, whatever the order of fields: jsonb keeps none. */
const isSame = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

const canonical = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner === null || typeof inner !== "object" || Array.isArray(inner)
      ? inner
      : Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
