import type { QueryName } from "./call.ts";
import { knownRoute } from "./known-routes.ts";
import type { routeMap } from "./route-map.ts";

/**
 * Which queries a change makes stale. The words of the event stream ("a deal changed") and of the commands'
 * addresses (/deals/…) meet here, so that a screen follows both its own taps and everybody else's.
 */
const orderQueries: readonly QueryName[] = [
  "showFirstSteps",
  "showOrderBoard",
  "showBoardLane",
  "listBoardCell",
  "listOrders",
  "showOrder",
  "showOrderMaterials",
  "showMadeFor",
  "showGathered",
  "proposeGathering",
  "previewGathering",
  "listShortages",
  "listShortOrders",
  "showShortage",
  "showStageRuns",
  "showRunMaterials",
  "showOrderHistory",
  "showOrderFiles",
  "countOfOrder",
  "showOrderTime",
  "showOrderConsumption",
  "listCorrections",
  "previewTimeCorrection",
  "previewMaterialCorrection",
  "showOrderCost",
  "showCostStory",
  "listCostLines",
  "showDealCostStory",
  "showOrderDefects",
  "showOrderSubcontractors",
  "listSubcontractors",
  "showSubcontractor",
  "showOrderRiver",
  "previewUndo",
  "showMyStages",
  "listOffline",
  "showDeal",
  "showDealBoard",
  "listDeals",
];
const stockQueries: readonly QueryName[] = [
  "showFirstSteps",
  "listBalances",
  "listMovements",
  "listShortages",
  "listShortOrders",
  "showShortage",
  "proposePurchases",
  "showOrderMaterials",
  "showMadeFor",
  "previewOrder",
];
const batchQueries: readonly QueryName[] = [
  "listBatches",
  "showBatch",
  "listBatchMovements",
  "traceBatch",
  "listOpenBatches",
  "listRunBatches",
  "listOrderBatches",
];
const purchaseQueries: readonly QueryName[] = [
  "proposePurchases",
  "listPurchases",
  "showPurchase",
  "showPurchaseHistory",
  "listSuppliers",
  "showSupplier",
  "listBalances",
];
const timelineQueries: readonly QueryName[] = [
  "showDealTimeline",
  "showContactTimeline",
  "showCompanyTimeline",
];
const dealQueries: readonly QueryName[] = [
  "showFirstSteps",
  "showDealBoard",
  "listDeals",
  "showDeal",
  "showDealCostStory",
  "showContact",
  "listContacts",
  "listCompanies",
  "showCompany",
  ...timelineQueries,
];

const queriesOfThing: Readonly<Record<string, readonly QueryName[]>> = {
  // Ready templates are told in the workspace's language.
  workspace: ["showWorkspace", "whoAmI", "listReadyTemplates", "showFirstSteps", "showExample"],
  member: ["listMembers", "showFirstSteps", "showWorkspace", "listRates", "showDevice"],
  invitation: ["listMembers", "showFirstSteps"],
  trade: ["listTrades", "listMembers"],
  device: ["listDevices", "showDevice"],
  contact: ["listContacts", "showContact", "showCompany", "showDeal", "listTasks"],
  company: ["listCompanies", "showCompany", "listContacts", "showContact", "showDeal"],
  pipeline: ["listPipelines", "showDealBoard", "showDeal"],
  deal_status: ["listPipelines", "showDealBoard", "showDeal"],
  deal: dealQueries,
  deal_line: dealQueries,
  task: ["listTasks", "countTasks", "showDeal", ...timelineQueries],
  activity: timelineQueries,
  item: [
    "listItems",
    "showItem",
    "findByCode",
    "listTemplates",
    "showTemplate",
    "previewTemplateSave",
    "previewOrder",
  ],
  variant: [
    "listItems",
    "showItem",
    "findByCode",
    "listBalances",
    "showTemplate",
    "previewTemplateSave",
    "previewOrder",
  ],
  list_price: ["listItems", "showItem", "showTemplate", "previewTemplateSave", "previewOrder"],
  upsell: ["listItems", "showItem", "showTemplate", "previewTemplateSave"],
  pack: ["listItems", "showItem"],
  item_import: ["listItemImports", "showItemImport", "listItemImportRows"],
  warehouse: ["listWarehouses", "listBalances", "checkTemplateFile"],
  // What comes in may be what an order was short of.
  balance: [
    ...stockQueries,
    ...batchQueries,
    "showOrder",
    "showOrderBoard",
    "showBoardLane",
    "listBoardCell",
    "listOrders",
    "showStocktake",
  ],
  batch: batchQueries,
  stocktake: ["listStocktakes", "showStocktake"],
  movement: stockQueries,
  minimum_level: ["listBalances", "proposePurchases"],
  supplier: [
    "listSuppliers",
    "showSupplier",
    "listSupplierPrices",
    "proposePurchases",
    "listPurchases",
    "showPurchase",
  ],
  subcontractor: [
    "listSubcontractors",
    "showSubcontractor",
    "showSubcontractorHistory",
    "showOrderSubcontractors",
    "showTemplate",
  ],
  purchase: purchaseQueries,
  reservation: [...stockQueries, ...orderQueries],
  template: [
    "showFirstSteps",
    "listTemplates",
    "showTemplate",
    "previewTemplateSave",
    "exportTemplate",
    "listItems",
    "showItem",
    "previewOrder",
  ],
  template_version: ["listTemplates", "showTemplate", "exportTemplate", "previewOrder"],
  production_order: orderQueries,
  order: [...orderQueries, ...timelineQueries],
  order_stage: orderQueries,
  lot: orderQueries,
  run: [...orderQueries, ...stockQueries, ...batchQueries],
  work_interval: orderQueries,
  presence: ["listOffline"],
  defect: orderQueries,
  defect_reason: ["listDefectReasons", "showOrderDefects"],
  stop_reason: ["listStopReasons"],
  saved_view: ["listSavedViews"],
  hourly_rate: ["listRates", "showTemplate"],
  cost_line: [
    "showOrderCost",
    "showCostStory",
    "listCostLines",
    "showDealCostStory",
    "showOrder",
    "showDeal",
  ],
  trigger_effect: ["listTriggerEffects"],
  notice: ["listNotices", "countNotices"],
  notice_setting: ["showNoticeSettings"],
  /** Attached or detached; the first photo of an item stands in its row, an order's drawings on the floor's cards. */
  file: ["listFiles", "listItems", "showItem", "showOrderFiles", "countOfOrder", "showMyStages"],
  order_message: ["showOrderChat", "listUnreadChats", "showOrderFiles"],
  order_chat_reader: ["listUnreadChats", "listNotices", "countNotices"],
};

/** By the first word of a command's address below the workspace: what it is likely to change. */
const thingsOfAddress: Readonly<Record<string, readonly string[]>> = {
  workspace: ["workspace"],
  me: ["workspace"],
  "first-steps": ["workspace"],
  example: ["workspace"],
  members: ["member"],
  trades: ["trade"],
  devices: ["device"],
  contacts: ["contact"],
  companies: ["company"],
  pipelines: ["pipeline"],
  "deal-statuses": ["pipeline"],
  deals: ["deal", "production_order", "task", "balance", "trigger_effect"],
  tasks: ["task"],
  activity: ["activity"],
  items: ["item"],
  variants: ["item"],
  upsells: ["upsell"],
  packs: ["pack"],
  "item-imports": ["item_import"],
  warehouses: ["warehouse"],
  stock: ["balance", "production_order"],
  reservations: ["balance", "production_order"],
  suppliers: ["supplier"],
  subcontractors: ["subcontractor"],
  purchases: ["purchase", "supplier", "balance"],
  batches: ["batch"],
  stocktakes: ["stocktake", "balance", "production_order"],
  templates: ["template"],
  "ready-templates": ["template", "item", "warehouse", "trade"],
  orders: ["production_order", "balance", "deal"],
  gathering: ["production_order", "balance", "deal"],
  runs: ["run", "task"],
  floor: ["presence"],
  corrections: ["production_order", "balance", "deal"],
  lots: ["lot", "balance"],
  "defect-reasons": ["defect_reason"],
  "stop-reasons": ["stop_reason"],
  "saved-views": ["saved_view"],
  rates: ["hourly_rate"],
  automation: ["trigger_effect"],
  notices: ["notice", "notice_setting"],
  files: ["file"],
  chats: ["order_message"],
  "chat-messages": ["order_message"],
};

/** An unknown thing makes everything stale: better one fetch too many than an old figure. */
export function queriesOfThings(things: Iterable<string>): ReadonlySet<string> | "all" {
  const names = new Set<string>();
  for (const thing of things) {
    const queries = queriesOfThing[thing];
    if (queries === undefined) return "all";
    for (const query of queries) names.add(query);
  }
  return names;
}

export function thingsOfCommand(name: keyof typeof routeMap): readonly string[] {
  const [, path] = knownRoute(name);
  const word = /^\/api\/w\/:workspace\/([\w-]+)/.exec(path)?.[1];
  return word === undefined ? [] : (thingsOfAddress[word] ?? ["unknown"]);
}
