import type { AskedAttribute, OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { RequestOf } from "#modules/routes.ts";
import type { BatchMode } from "#modules/templates/contract/template-body.ts";
import type { Priority } from "../priorities.ts";

type Upsell = { readonly id: string; readonly name: string; readonly price: string | null };

/** The line of a deal that an order is made for. */
export type LinePreset = {
  readonly dealId: string;
  readonly lineId: string;
  readonly variantId: string;
  readonly name: string;
  readonly itemName: string;
  readonly unit: string;
  readonly quantity: string;
  readonly promisedDate: string | null;
  readonly upsells: readonly Upsell[];
  readonly asked: readonly AskedAttribute[];
  readonly attributes: OrderAttributes;
};

/** What has been typed so far. */
export type OrderDraft = {
  readonly variantId: string | null;
  readonly itemId: string | null;
  readonly itemName: string;
  readonly unit: string | null;
  readonly quantity: string;
  /** null: as the template says */
  readonly batchMode: BatchMode | null;
  /** of the product; what may be ordered on top */
  readonly upsells: readonly Upsell[];
  readonly upsellIds: readonly string[];
  /** null: not known before the preview has answered */
  readonly asked: readonly AskedAttribute[] | null;
  readonly attributes: OrderAttributes;
  readonly unitAttributes: readonly OrderAttributes[];
  readonly dueDate: string;
  readonly priority: Priority | null;
  readonly responsibleId: string | null;
  readonly notes: string;
};

export function draftOf(line: LinePreset | undefined): OrderDraft {
  return {
    variantId: line?.variantId ?? null,
    itemId: null,
    itemName: line?.itemName ?? "",
    unit: line?.unit ?? null,
    quantity: line === undefined ? "1" : String(Number(line.quantity)),
    batchMode: null,
    upsells: line?.upsells ?? [],
    upsellIds: line?.upsells.map((upsell) => upsell.id) ?? [],
    asked: line?.asked ?? null,
    attributes: line?.attributes ?? {},
    unitAttributes: [],
    dueDate: line?.promisedDate ?? "",
    priority: null,
    responsibleId: null,
    notes: "",
  };
}

/** Whole units, or null while none are typed. */
export const unitsOf = (draft: Pick<OrderDraft, "quantity">): number | null =>
  /^[1-9]\d{0,6}$/.test(draft.quantity) ? Number(draft.quantity) : null;

/** Units' own values go only with units of their own, and none is sent for those that have none at the end. */
function unitValues(draft: OrderDraft, units: number): OrderAttributes[] {
  const own = draft.unitAttributes.slice(0, units);
  const last = own.findLastIndex((values) => Object.keys(values).length > 0);
  return own.slice(0, last + 1);
}

/** Required values that neither the order nor each unit has yet. */
export function missingValues(draft: OrderDraft): string[] {
  const units = unitsOf(draft) ?? 1;
  const isKnown = (name: string): boolean =>
    draft.attributes[name] !== undefined ||
    (draft.unitAttributes.length >= units &&
      draft.unitAttributes.slice(0, units).every((own) => own[name] !== undefined));
  return (draft.asked ?? []).filter((one) => one.required && !isKnown(one.name)).map((one) => one.name);
}

/** What the preview is asked; null while there is nothing to ask, or something is still to be typed. */
export function questionOf(draft: OrderDraft): RequestOf<"previewOrder"> | null {
  const units = unitsOf(draft);
  if (draft.variantId === null || units === null || missingValues(draft).length > 0) return null;
  return {
    variantId: draft.variantId,
    quantity: units,
    upsellIds: [...draft.upsellIds],
    attributes: draft.attributes,
    unitAttributes: unitValues(draft, units),
    ...(draft.batchMode === null ? {} : { batchMode: draft.batchMode }),
    ...(draft.dueDate === "" ? {} : { dueDate: draft.dueDate }),
  };
}

export function inputOf(draft: OrderDraft, line: LinePreset | undefined): RequestOf<"createOrder"> | null {
  const question = questionOf(draft);
  if (question === null) return null;
  return {
    ...question,
    notes: draft.notes,
    ...(line === undefined ? {} : { dealId: line.dealId, dealLineId: line.lineId }),
    ...(draft.priority === null ? {} : { priority: draft.priority }),
    ...(draft.responsibleId === null ? {} : { responsibleId: draft.responsibleId }),
  };
}
