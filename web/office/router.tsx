import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from "@tanstack/react-router";
import { validateCostSearch } from "./costing/cost-search.ts";
import { validatePurchaseListSearch, validatePurchaseSearch } from "./buying/buying-search.ts";
import { validateDealCardSearch, validateDealSearch, validateStorySearch } from "./deals/deal-search.ts";
import { validateBoardSearch } from "./production/board-search.ts";
import { validateOrderSearch } from "./production/order-search.ts";
import { parseSearch, pickTexts, pickWords, stringifySearch } from "./search-text.ts";
import { NotFound } from "./shell/not-found.tsx";
import { ScreenPending } from "./shell/page.tsx";
import { ScreenFailed } from "./shell/screen-failed.tsx";
import { Shell } from "./shell/shell.tsx";
import { validateItemListSearch, validateStockSearch } from "./stock/stock-search.ts";
import { validateStocktakeSearch } from "./stock/stocktakes/stocktake-search.ts";
import { validateTemplateListSearch, validateTemplateSearch } from "./templates/template-search.ts";
import { loadFactTexts, loadRefusalTexts, withTexts } from "./more-texts.ts";

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

// Before one is inside a workspace.
const start = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("./sign-in/start-page.tsx"), "StartPage"),
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>) => pickTexts(search, ["next"]),
  component: lazyRouteComponent(() => import("./sign-in/sign-in-page.tsx"), "SignInPage"),
});
// Where the code of a printed job card leads.
const openOrder = createRoute({
  getParentRoute: () => root,
  path: "/o/$workspace/$orderId",
  component: lazyRouteComponent(() => import("./shell/open-order-page.tsx"), "OpenOrderPage"),
});
const signUp = createRoute({
  getParentRoute: () => root,
  path: "/sign-up",
  component: lazyRouteComponent(() => import("./sign-in/sign-up-page.tsx"), "SignUpPage"),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: "/invitation/$token",
  component: lazyRouteComponent(() => import("./sign-in/invitation-page.tsx"), "InvitationPage"),
});

// The first questions: in a workspace, but before there is anything to have a menu for.
const welcome = createRoute({
  getParentRoute: () => root,
  path: "/w/$workspace/welcome",
  component: lazyRouteComponent(() => import("./first-run/welcome-page.tsx"), "WelcomePage"),
});

// Inside: every address carries the slug.
const workspace = createRoute({ getParentRoute: () => root, path: "/w/$workspace", component: Shell });
const home = createRoute({
  getParentRoute: () => workspace,
  path: "/",
  component: lazyRouteComponent(() => import("./shell/home-page.tsx"), "HomePage"),
});
const deals = createRoute({
  getParentRoute: () => workspace,
  path: "/deals",
  validateSearch: validateDealSearch,
  component: lazyRouteComponent(() => import("./deals/deal-board-page.tsx"), "DealBoardPage"),
});
const deal = createRoute({
  getParentRoute: () => workspace,
  path: "/deals/$dealId",
  validateSearch: validateDealCardSearch,
  component: lazyRouteComponent(() => import("./deals/deal-page.tsx"), "DealPage"),
});
const dealCost = createRoute({
  getParentRoute: () => workspace,
  path: "/deals/$dealId/cost",
  component: lazyRouteComponent(() => import("./costing/deal-cost-page.tsx"), "DealCostPage"),
});
const contacts = createRoute({
  getParentRoute: () => workspace,
  path: "/contacts",
  validateSearch: (search: Record<string, unknown>) => ({
    ...pickTexts(search, ["search", "company", "new"]),
    ...pickWords(search, { tab: ["companies"] }),
  }),
  component: lazyRouteComponent(() => import("./contacts/contact-list-page.tsx"), "ContactListPage"),
});
const contact = createRoute({
  getParentRoute: () => workspace,
  path: "/contacts/$contactId",
  validateSearch: validateStorySearch,
  component: lazyRouteComponent(() => import("./contacts/contact-page.tsx"), "ContactPage"),
});
const company = createRoute({
  getParentRoute: () => workspace,
  path: "/companies/$companyId",
  validateSearch: validateStorySearch,
  component: lazyRouteComponent(() => import("./contacts/company-page.tsx"), "CompanyPage"),
});
const tasks = createRoute({
  getParentRoute: () => workspace,
  path: "/tasks",
  validateSearch: (search: Record<string, unknown>) => ({
    ...pickTexts(search, ["new"]),
    ...pickWords(search, { show: ["all", "done"] }),
  }),
  component: lazyRouteComponent(() => import("./tasks/task-page.tsx"), "TaskPage"),
});
const board = createRoute({
  getParentRoute: () => workspace,
  path: "/board",
  validateSearch: validateBoardSearch,
  component: lazyRouteComponent(() => import("./production/board-page.tsx"), "BoardPage"),
});
const order = createRoute({
  getParentRoute: () => workspace,
  path: "/orders/$orderId",
  validateSearch: validateOrderSearch,
  component: lazyRouteComponent(() => import("./production/order-page.tsx"), "OrderPage"),
});
const orderCost = createRoute({
  getParentRoute: () => workspace,
  path: "/orders/$orderId/cost",
  validateSearch: validateCostSearch,
  component: lazyRouteComponent(() => import("./costing/order-cost-page.tsx"), "OrderCostPage"),
});
const templates = createRoute({
  getParentRoute: () => workspace,
  path: "/templates",
  validateSearch: validateTemplateListSearch,
  component: lazyRouteComponent(
    () => withTexts(import("./templates/template-list-page.tsx"), loadRefusalTexts),
    "TemplateListPage",
  ),
});
const template = createRoute({
  getParentRoute: () => workspace,
  path: "/templates/$templateId",
  validateSearch: validateTemplateSearch,
  component: lazyRouteComponent(
    () => withTexts(import("./templates/template-page.tsx"), loadRefusalTexts),
    "TemplatePage",
  ),
});
const subcontractors = createRoute({
  getParentRoute: () => workspace,
  path: "/subcontractors",
  validateSearch: (search: Record<string, unknown>) => ({
    ...pickTexts(search, ["search", "subcontractor"]),
    ...pickWords(search, { archived: ["yes"], new: ["subcontractor"] }),
  }),
  component: lazyRouteComponent(() => import("./subcontractors/subcontractor-page.tsx"), "SubcontractorPage"),
});
const defectReasons = createRoute({
  getParentRoute: () => workspace,
  path: "/defect-reasons",
  component: lazyRouteComponent(() => import("./settings/defect-reason-page.tsx"), "DefectReasonPage"),
});
const stock = createRoute({
  getParentRoute: () => workspace,
  path: "/stock",
  validateSearch: validateStockSearch,
  component: lazyRouteComponent(() => import("./stock/stock-page.tsx"), "StockPage"),
});
const batch = createRoute({
  getParentRoute: () => workspace,
  path: "/batches/$batchId",
  component: lazyRouteComponent(() => import("./stock/batches/batch-page.tsx"), "BatchPage"),
});
const stocktake = createRoute({
  getParentRoute: () => workspace,
  path: "/stocktakes/$stocktakeId",
  validateSearch: validateStocktakeSearch,
  component: lazyRouteComponent(() => import("./stock/stocktakes/stocktake-page.tsx"), "StocktakePage"),
});
const items = createRoute({
  getParentRoute: () => workspace,
  path: "/items",
  validateSearch: validateItemListSearch,
  component: lazyRouteComponent(() => import("./stock/item-list-page.tsx"), "ItemListPage"),
});
const itemImport = createRoute({
  getParentRoute: () => workspace,
  path: "/items/import",
  validateSearch: (search: Record<string, unknown>) => pickTexts(search, ["file"]),
  component: lazyRouteComponent(
    () => withTexts(import("./stock/import/import-page.tsx"), loadRefusalTexts),
    "ImportPage",
  ),
});
const purchases = createRoute({
  getParentRoute: () => workspace,
  path: "/purchases",
  validateSearch: validatePurchaseListSearch,
  component: lazyRouteComponent(() => import("./buying/purchase-page.tsx"), "PurchasePage"),
});
const purchase = createRoute({
  getParentRoute: () => workspace,
  path: "/purchases/$purchaseId",
  validateSearch: validatePurchaseSearch,
  component: lazyRouteComponent(() => import("./buying/purchase-card-page.tsx"), "PurchaseCardPage"),
});
const receivePurchase = createRoute({
  getParentRoute: () => workspace,
  path: "/purchases/$purchaseId/receive",
  component: lazyRouteComponent(() => import("./buying/receiving/receive-page.tsx"), "ReceivePage"),
});
const automation = createRoute({
  getParentRoute: () => workspace,
  path: "/automation",
  validateSearch: (search: Record<string, unknown>) =>
    pickWords(search, { state: ["waiting", "done", "skipped", "failed"] }),
  component: lazyRouteComponent(
    () => withTexts(import("./automation/automation-page.tsx"), loadRefusalTexts, loadFactTexts),
    "AutomationPage",
  ),
});
const settings = createRoute({
  getParentRoute: () => workspace,
  path: "/settings",
  validateSearch: (search: Record<string, unknown>) =>
    pickWords(search, {
      tab: ["workspace", "members", "trades", "rates", "devices", "pipelines", "reasons", "defects"],
    }),
  component: lazyRouteComponent(() => import("./settings/settings-page.tsx"), "SettingsPage"),
});
const tree = root.addChildren([
  start,
  openOrder,
  signIn,
  signUp,
  invitation,
  welcome,
  workspace.addChildren([
    home,
    deals,
    deal,
    dealCost,
    contacts,
    contact,
    company,
    tasks,
    board,
    order,
    orderCost,
    templates,
    template,
    subcontractors,
    defectReasons,
    stock,
    batch,
    stocktake,
    items,
    itemImport,
    purchases,
    purchase,
    receivePurchase,
    automation,
    settings,
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultPendingComponent: ScreenPending,
  // A screen that is there at once needs no skeleton; one that is not must not be blank.
  defaultPendingMs: 120,
  defaultPendingMinMs: 0,
  defaultErrorComponent: ScreenFailed,
  defaultNotFoundComponent: NotFound,
});

declare module "@tanstack/react-router" {
  // Declaration merging is how links and params are typed by this very tree.
  interface Register {
    router: typeof router;
  }
}
