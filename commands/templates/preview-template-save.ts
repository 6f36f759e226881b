import { loadPricer, type PricedTemplate } from "#commands/costing/price-template.ts";
import { stagesWithoutRate } from "#modules/costing/core/plan-cost.ts";
import { planStages } from "#commands/production/plan-order.ts";
import { roundMoney, roundQuantity, text } from "#kernel/decimal.ts";
import { no, ok, type Refusal, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { loadWorkspacePolicies } from "#modules/access/store/workspace-policies.ts";
import type { templatesRoutes } from "#modules/templates/contract/routes.ts";
import type { TemplateBody } from "#modules/templates/contract/template-body.ts";
import { explainNorm, findNorm } from "#modules/templates/core/explain-norm.ts";
import { keyBody } from "#modules/templates/core/key-body.ts";
import {
  type AskedOfTemplate,
  type ResolvedTemplate,
  resolveTemplate,
} from "#modules/templates/core/resolve-template.ts";
import { findProduct } from "#modules/templates/store/product.ts";
import { type Catalogue, inputsOf, loadCatalogue } from "#modules/templates/store/resolver-inputs.ts";
import { findTemplate } from "#modules/templates/store/template.ts";
import { loadVersion } from "#modules/templates/store/template-version.ts";
import {
  type RecentOrder,
  readBodies,
  readRecentOrders,
  readRunningOrders,
} from "#modules/templates/views/recent-orders.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { checkBody, checkProduct } from "./check-body.ts";
import { type Reckoned, tellImpact } from "./tell-impact.ts";

type Route = typeof templatesRoutes.previewTemplateSave;
type Sample = NonNullable<Input<Route>["sample"]>;
type Shown = NonNullable<Output<Route>["sample"]>;
type Fault = Output<Route>["sampleFault"];

const lastOrders = 20;

/**
 * What a body that is not saved would mean (feature A16): for a sample order, and for the last orders of the product
 * beside the versions that they were made from. All is reckoned at the prices and rates of now, so that what
 * differs is the body's doing. The number of statements doesn't depend on the number of orders.
 */
export async function previewTemplateSave(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const product = checkProduct(await findProduct(tx, input.itemId));
  if (!product.ok) return product;
  const based = await checkBasedOn(tx, input);
  if (!based.ok) return based;
  const checked = await checkBody(tx, input.body, product.value);
  if (!checked.ok) return checked;
  const body = keyBody(checked.value);

  const recent = input.impact ? await readRecentOrders(tx, input.itemId, lastOrders) : [];
  const own = await readBodies(
    tx,
    recent.map(({ versionId }) => versionId),
  );
  const { sample } = input;
  const wishes = [...recent, ...(sample === null ? [] : [sample])];
  const catalogue = await loadCatalogue(tx, [body, ...own.values()], {
    variantIds: [...new Set(wishes.flatMap(({ variantId }) => variantId ?? []))],
    upsellIds: [...new Set(wishes.flatMap(({ upsellIds }) => upsellIds))],
  });
  const asked = sample === null ? null : askedBy(catalogue, sample, body);
  const resolved = asked === null ? null : asked.ok ? resolveTemplate(body, asked.value) : asked;
  const pairs = recent.map((order) => resolveBoth(catalogue, order, own.get(order.versionId) ?? body, body));
  const price = await loadPricer(
    tx,
    [...(resolved?.ok === true ? [resolved.value] : []), ...pairs.flatMap(resolvedOf)],
    catalogue.itemVariants,
    viewer.now,
  );
  const seesCost = viewer.may("order.planned_cost");
  return ok({
    sample:
      asked?.ok === true && resolved?.ok === true
        ? await tellSample(
            tx,
            { body, asked: asked.value, resolved: resolved.value, price, catalogue },
            viewer,
          )
        : null,
    sampleFault: resolved === null || resolved.ok ? null : faultOf(resolved.refusal),
    impact: input.impact
      ? {
          ...tellImpact(
            pairs.map((pair) => priceBoth(pair, price)),
            catalogue,
            seesCost,
          ),
          running: await runningOf(tx, input),
        }
      : null,
  });
}

async function checkBasedOn(tx: Tx, { basedOn, itemId }: Input<Route>): Promise<Result<null>> {
  if (basedOn === null) return ok(null);
  const template = await findTemplate(tx, basedOn.templateId);
  if (template === null || template.itemId !== itemId) {
    return no("template_unknown", {}, ["basedOn", "templateId"]);
  }
  const version = await loadVersion(tx, basedOn.templateId, basedOn.number);
  if (version !== null) return ok(null);
  return no("template_version_unknown", { number: basedOn.number }, ["basedOn", "number"]);
}

async function runningOf(tx: Tx, { basedOn }: Input<Route>) {
  if (basedOn === null) return { count: 0, orders: [] };
  const { count, orders } = await readRunningOrders(tx, basedOn.templateId, lastOrders);
  return { count, orders: [...orders] };
}

export const faultOf = ({ code, data = {} }: Refusal): Fault => ({ code, data: { ...data } });

function askedBy(
  catalogue: Catalogue,
  wish: Omit<Sample, "batchMode"> & Pick<Sample, "batchMode">,
  body: TemplateBody,
): Result<AskedOfTemplate> {
  const inputs = inputsOf(catalogue, wish);
  if (!inputs.ok) return inputs;
  return ok({ ...wish, batchMode: wish.batchMode ?? body.policies.batchMode, ...inputs.value });
}

type Pair = {
  readonly order: RecentOrder;
  readonly own: Result<ResolvedTemplate>;
  readonly next: Result<ResolvedTemplate>;
};

function resolveBoth(
  catalogue: Catalogue,
  order: RecentOrder,
  ownBody: TemplateBody,
  nextBody: TemplateBody,
): Pair {
  const inputs = inputsOf(catalogue, order);
  if (!inputs.ok) return { order, own: inputs, next: inputs };
  const asked = { ...order, ...inputs.value };
  return { order, own: resolveTemplate(ownBody, asked), next: resolveTemplate(nextBody, asked) };
}

const resolvedOf = ({ own, next }: Pair): ResolvedTemplate[] =>
  [own, next].flatMap((one) => (one.ok ? [one.value] : []));

type Price = (resolved: ResolvedTemplate) => PricedTemplate;

function priceBoth({ order, own, next }: Pair, price: Price): Reckoned {
  if (!own.ok) return { order, fault: own.refusal };
  if (!next.ok) return { order, fault: next.refusal };
  const side = (resolved: ResolvedTemplate) => ({ seconds: secondsOf(resolved), ...price(resolved) });
  return { order, own: side(own.value), next: side(next.value) };
}

const secondsOf = ({ stages }: ResolvedTemplate): number =>
  stages.reduce((seconds, stage) => seconds + (stage.active ? stage.plannedSeconds : 0), 0);

type Telling = {
  readonly body: TemplateBody;
  readonly asked: AskedOfTemplate;
  readonly resolved: ResolvedTemplate;
  readonly price: Price;
  readonly catalogue: Catalogue;
};

async function tellSample(
  tx: Tx,
  { body, asked, resolved, price, catalogue }: Telling,
  viewer: Viewer,
): Promise<Shown> {
  const { norms, cost } = price(resolved);
  const seesCost = viewer.may("order.planned_cost");
  const unrated = stagesWithoutRate(cost);
  const workspace = await loadWorkspacePolicies(tx);
  const dates = planStages(resolved.stages, { now: viewer.now, dueAt: null, ...workspace });
  return {
    stages: resolved.stages.map(({ key, name, active, plannedSeconds }) => ({
      key,
      name,
      active,
      seconds: active ? plannedSeconds : 0,
      noRate: seesCost && unrated.has(key),
    })),
    norms: norms.map((norm) => {
      const unit = catalogue.units.get(norm.itemId ?? norm.variantId ?? "") ?? "pcs";
      const template = findNorm(body, asked.variantId, norm);
      const told = template === undefined ? null : explainNorm(template, asked, unit);
      return {
        stageKey: norm.stageKey,
        key: norm.key,
        variantId: norm.variantId,
        itemId: norm.itemId,
        unit,
        perUnit: text(norm.perUnit),
        perBatch: text(roundQuantity(norm.perBatch)),
        required: text(norm.required),
        amount: seesCost ? text(roundMoney(norm.required.times(norm.price))) : null,
        noPrice: norm.noPrice,
        perUnitExplained: told?.perUnit ?? null,
        perBatchExplained: told?.perBatch ?? null,
      };
    }),
    cost: seesCost
      ? {
          material: text(cost.material),
          labour: text(cost.labour),
          subcontracting: text(cost.subcontracting),
          total: text(cost.total),
          perUnit: text(roundMoney(cost.total.div(asked.quantity))),
        }
      : null,
    seconds: secondsOf(resolved),
    plannedFinish: dates.plannedFinish.toISOString(),
  };
}
