import { purchaseRoutes } from "./purchase-routes.ts";
import { supplierRoutes } from "./supplier-routes.ts";

export const buyingRoutes = { ...supplierRoutes, ...purchaseRoutes };
