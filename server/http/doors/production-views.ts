import { listDefectReasons } from "#modules/production/views/list-defect-reasons.ts";
import { listOrders } from "#modules/production/views/list-orders.ts";
import { showMadeFor } from "#modules/production/views/show-made-for.ts";
import { showMyStages } from "#modules/production/views/show-my-stages.ts";
import { showOrder } from "#modules/production/views/show-order.ts";
import { showOrderBoard } from "#modules/production/views/show-order-board.ts";
import { showOrderDefects } from "#modules/production/views/show-order-defects.ts";
import { showOrderHistory } from "#modules/production/views/show-order-history.ts";
import { showOrderMaterials } from "#modules/production/views/show-order-materials.ts";

/** Every query of production but the preview of an order and the stop reasons. */
export const productionViews = {
  showOrderBoard,
  listOrders,
  showOrder,
  showOrderMaterials,
  showOrderHistory,
  showOrderDefects,
  showMadeFor,
  showMyStages,
  listDefectReasons,
};
