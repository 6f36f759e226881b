import { addWarehouse } from "#commands/inventory/add-warehouse.ts";
import { cancelStocktake } from "#commands/inventory/cancel-stocktake.ts";
import { changeBatch } from "#commands/inventory/change-batch.ts";
import { countInStocktake } from "#commands/inventory/count-in-stocktake.ts";
import { countStock } from "#commands/inventory/count-stock.ts";
import { postStocktake } from "#commands/inventory/post-stocktake.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { startStocktake } from "#commands/inventory/start-stocktake.ts";
import { setMinimumLevel } from "#commands/inventory/set-minimum-level.ts";
import { transferStock } from "#commands/inventory/transfer-stock.ts";
import { uncountInStocktake } from "#commands/inventory/uncount-in-stocktake.ts";
import { listBalances } from "#modules/inventory/views/list-balances.ts";
import { listMovements } from "#modules/inventory/views/list-movements.ts";
import { listStocktakes } from "#modules/inventory/views/list-stocktakes.ts";
import { listWarehouses } from "#modules/inventory/views/list-warehouses.ts";
import { showStocktake } from "#modules/inventory/views/show-stocktake.ts";
import { listBatchMovements } from "#modules/inventory/views/list-batch-movements.ts";
import { listBatches } from "#modules/inventory/views/list-batches.ts";
import { listOpenBatches } from "#modules/inventory/views/list-open-batches.ts";
import { listOrderBatches } from "#modules/inventory/views/list-order-batches.ts";
import { listRunBatches } from "#modules/inventory/views/list-run-batches.ts";
import { showBatch } from "#modules/inventory/views/show-batch.ts";
import { traceBatch } from "#modules/inventory/views/trace-batch.ts";

export const inventoryDoors = {
  commands: {
    addWarehouse,
    receiveStock,
    transferStock,
    countStock,
    changeBatch,
    setMinimumLevel,
    startStocktake,
    countInStocktake,
    uncountInStocktake,
    postStocktake,
    cancelStocktake,
  },
  views: {
    listBatches,
    showBatch,
    listBatchMovements,
    traceBatch,
    listOrderBatches,
    listOpenBatches,
    listRunBatches,
    listWarehouses,
    listBalances,
    listMovements,
    listStocktakes,
    showStocktake,
  },
};
