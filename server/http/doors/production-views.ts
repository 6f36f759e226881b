import { countOfOrder } from "#modules/production/views/count-of-order.ts";
import { listCorrections } from "#modules/production/views/list-corrections.ts";
import { listDefectReasons } from "#modules/production/views/list-defect-reasons.ts";
import { listOrders, pickOrders } from "#modules/production/views/list-orders.ts";
import { listSavedViews } from "#modules/production/views/list-saved-views.ts";
import { listShortOrders } from "#modules/production/views/list-short-orders.ts";
import { listShortages } from "#modules/production/views/list-shortages.ts";
import { listUnreadChats } from "#modules/production/views/list-unread-chats.ts";
import { showGathered } from "#modules/production/views/show-gathered.ts";
import { showMadeFor } from "#modules/production/views/show-made-for.ts";
import { showMyStages } from "#modules/production/views/show-my-stages.ts";
import { showRunMaterials } from "#modules/production/views/show-run-materials.ts";
import { showStageRuns } from "#modules/production/views/show-stage-runs.ts";
import { showOrder } from "#modules/production/views/show-order.ts";
import { showOrderBoard } from "#modules/production/views/show-order-board.ts";
import { listBoardCell, showBoardLane } from "#modules/production/views/show-board-lane.ts";
import { showOrderChat } from "#modules/production/views/show-order-chat.ts";
import { showOrderConsumption } from "#modules/production/views/show-order-consumption.ts";
import { showOrderDefects } from "#modules/production/views/show-order-defects.ts";
import { showOrderFiles } from "#modules/production/views/show-order-files.ts";
import { showOrderHistory } from "#modules/production/views/show-order-history.ts";
import { showOrderRiver } from "#modules/production/views/show-order-river.ts";
import { showOrderTime } from "#modules/production/views/show-order-time.ts";
import { showOrderMaterials } from "#modules/production/views/show-order-materials.ts";
import { showShortage } from "#modules/production/views/show-shortage.ts";

/** Every query of production but the preview of an order and the stop reasons. */
export const productionViews = {
  listCorrections,
  showOrderConsumption,
  showOrderTime,
  showOrderBoard,
  showBoardLane,
  listBoardCell,
  listOrders,
  pickOrders,
  listSavedViews,
  showOrder,
  showOrderMaterials,
  showOrderHistory,
  showOrderFiles,
  showOrderChat,
  listUnreadChats,
  countOfOrder,
  showOrderDefects,
  showOrderRiver,
  showGathered,
  showMadeFor,
  showMyStages,
  showRunMaterials,
  showStageRuns,
  listDefectReasons,
  listShortages,
  listShortOrders,
  showShortage,
};
