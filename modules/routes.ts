import type { Output, Request } from "#kernel/route.ts";
import { accessRoutes } from "./access/contract/routes.ts";
import { automationRoutes } from "./automation/contract/routes.ts";
import { buyingRoutes } from "./buying/contract/routes.ts";
import { itemImportRoutes } from "./catalog/contract/item-import.ts";
import { catalogRoutes } from "./catalog/contract/routes.ts";
import { costingRoutes } from "./costing/contract/routes.ts";
import { crmRoutes } from "./crm/contract/routes.ts";
import { filesRoutes } from "./files/contract/routes.ts";
import { inventoryRoutes } from "./inventory/contract/routes.ts";
import { stocktakeRoutes } from "./inventory/contract/stocktake-routes.ts";
import { noticesRoutes } from "./notices/contract/routes.ts";
import { productionRoutes } from "./production/contract/routes.ts";
import { searchRoutes } from "./search/contract/routes.ts";
import { subcontractingRoutes } from "./subcontracting/contract/routes.ts";
import { templatesRoutes } from "./templates/contract/routes.ts";

/** Everything the world may ask, by name. The server mounts it, the web client is typed by it. */
export const routes = {
  ...accessRoutes,
  ...catalogRoutes,
  ...itemImportRoutes,
  ...inventoryRoutes,
  ...buyingRoutes,
  ...stocktakeRoutes,
  ...templatesRoutes,
  ...crmRoutes,
  ...productionRoutes,
  ...costingRoutes,
  ...subcontractingRoutes,
  ...automationRoutes,
  ...noticesRoutes,
  ...searchRoutes,
  ...filesRoutes,
} as const;

export type Routes = typeof routes;
export type RouteName = keyof Routes;
export type RequestOf<N extends RouteName> = Request<Routes[N]>;
export type OutputOf<N extends RouteName> = Output<Routes[N]>;
