import type { Page } from "playwright-core";

/** What a picture is taken of. Names are the pictures' names; the pictures of one page stand beside each other. */
export type Screen = {
  readonly name: string;
  readonly path: (things: Things) => string;
  /** What a hand does before: opens a dialog, a menu. */
  readonly act?: (page: Page, language: "en" | "uk") => Promise<void>;
  readonly inUkrainian?: true;
};

/** What of the demo the pages are opened with. */
export type Things = {
  readonly slug: string;
  /** under way */
  readonly order: string;
  readonly finished: string;
  readonly product: string;
  readonly deal: string;
  readonly contact: string;
  readonly company: string;
  readonly template: string;
  readonly batch: string;
};

const uk = { inUkrainian: true } as const;
const office = (path: string) => (things: Things) =>
  `/w/${things.slug}/${path.replaceAll(/\{(\w+)\}/g, (_, name: keyof Things) => things[name])}`;
const press = (name: RegExp) => (page: Page) => page.getByRole("button", { name }).first().click();
/** The key that does it anywhere in the office. */
const key = (keys: string) => (page: Page) => page.keyboard.press(keys);

const orderTabs = [
  "overview",
  "stages",
  "materials",
  "time",
  "subcontractors",
  "files",
  "defects",
  "history",
  "chat",
];

export const officeScreens: readonly Screen[] = [
  { name: "sign-in", path: () => "/sign-in", ...uk },
  { name: "sign-up", path: () => "/sign-up" },
  { name: "deals", path: office("deals"), ...uk },
  { name: "deals-list", path: office("deals?view=list") },
  { name: "deals-new", path: office("deals?new=deal") },
  { name: "deal", path: office("deals/{deal}"), ...uk },
  { name: "deal-cost", path: office("deals/{deal}/cost") },
  { name: "contacts", path: office("contacts") },
  { name: "contacts-companies", path: office("contacts?tab=companies") },
  { name: "contacts-new", path: office("contacts?new=contact") },
  { name: "contact", path: office("contacts/{contact}") },
  { name: "company", path: office("companies/{company}") },
  { name: "tasks", path: office("tasks") },
  { name: "tasks-new", path: office("tasks?new=task") },
  { name: "board", path: office("board"), ...uk },
  { name: "board-by-stage", path: office("board?columns=stage") },
  { name: "board-lanes-of-operators", path: office("board?lanes=operator"), ...uk },
  { name: "board-list", path: office("board?view=list"), ...uk },
  { name: "board-filters", path: office("board"), act: press(/^(Filters|Фільтри)/) },
  { name: "board-nothing-found", path: office("board?search=zzz") },
  { name: "board-menu-of-a-card", path: office("board"), act: press(/^(Move order|Перемістити)/) },
  { name: "board-new-order", path: office("board?new=order"), ...uk },
  { name: "board-order-panel", path: office("board?order={order}") },
  ...orderTabs.map((tab) => ({
    name: `order-${tab}`,
    path: office(`orders/{order}?tab=${tab}`),
    ...(tab === "overview" || tab === "stages" ? uk : {}),
  })),
  { name: "order-finished", path: office("orders/{finished}") },
  { name: "order-cost", path: office("orders/{finished}/cost") },
  { name: "templates", path: office("templates") },
  { name: "templates-new", path: office("templates?new=template") },
  ...["stages", "materials", "variants", "triggers", "policies", "versions"].map((tab) => ({
    name: `template-${tab}`,
    path: office(`templates/{template}?tab=${tab}`),
    ...(tab === "stages" ? uk : {}),
  })),
  { name: "defect-reasons", path: office("defect-reasons") },
  { name: "subcontractors", path: office("subcontractors") },
  { name: "stock", path: office("stock"), ...uk },
  ...["shortages", "batches", "movements", "stocktakes"].map((tab) => ({
    name: `stock-${tab}`,
    path: office(`stock?tab=${tab}`),
  })),
  { name: "stock-new-receipt", path: office("stock?new=receipt") },
  { name: "batch", path: office("batches/{batch}") },
  { name: "items", path: office("items") },
  { name: "items-card", path: office("items?item={product}") },
  { name: "items-new", path: office("items?new=item") },
  { name: "items-import", path: office("items/import") },
  { name: "purchases-proposals", path: office("purchases?tab=proposals") },
  { name: "purchases-orders", path: office("purchases?tab=orders") },
  { name: "purchases-suppliers", path: office("purchases?tab=suppliers") },
  { name: "purchases-new", path: office("purchases?tab=orders&new=order") },
  { name: "automation", path: office("automation") },
  ...["workspace", "members", "trades", "rates", "devices", "pipelines", "reasons", "defects"].map((tab) => ({
    name: `settings-${tab}`,
    path: office(`settings?tab=${tab}`),
  })),
  { name: "palette", path: office("deals"), act: key("Control+k") },
  { name: "shortcuts", path: office("deals"), act: key("?") },
];

const floor = (things: Things) => `/floor/${things.slug}`;
const tap = (name: RegExp) => (page: Page) => page.getByRole("button", { name }).first().tap();
const goTo = (name: RegExp) => (page: Page) => page.getByRole("tab", { name }).tap();
const inWork = /^(In progress|У роботі)/;

export const floorScreens: readonly Screen[] = [
  { name: "floor-waiting", path: floor, act: goTo(/^(Waiting|Очікують)/), ...uk },
  { name: "floor-in-progress", path: floor, act: goTo(inWork), ...uk },
  { name: "floor-done", path: floor, act: goTo(/^(Done today|Зроблено)/) },
  {
    name: "floor-finish",
    path: floor,
    act: async (page) => {
      await goTo(inWork)(page);
      await tap(/^(Finish|Завершити)/)(page);
    },
  },
  {
    name: "floor-pause",
    path: floor,
    act: async (page) => {
      await goTo(inWork)(page);
      await tap(/^(Pause|Пауза)/)(page);
    },
  },
  {
    name: "floor-defect",
    path: floor,
    act: async (page) => {
      await goTo(inWork)(page);
      await tap(/^(Report defect|Повідомити про брак)/)(page);
    },
  },
  { name: "floor-menu", path: floor, act: tap(/(: menu|: меню)$/), ...uk },
  { name: "floor-scan", path: floor, act: tap(/^(Scan|Скан)$/) },
  {
    name: "floor-gloves",
    path: floor,
    act: async (page) => {
      await page.evaluate(
        `localStorage.setItem("treadle-floor-comfort", JSON.stringify({ gloves: true, contrast: "high", hand: "left" }))`,
      );
      await page.reload();
      await goTo(inWork)(page);
    },
  },
];
