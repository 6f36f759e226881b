import { addWarehouse } from "#commands/inventory/add-warehouse.ts";
import { countStock } from "#commands/inventory/count-stock.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { transferStock } from "#commands/inventory/transfer-stock.ts";
import { listBalances } from "#modules/inventory/views/list-balances.ts";
import { listMovements } from "#modules/inventory/views/list-movements.ts";
import { listWarehouses } from "#modules/inventory/views/list-warehouses.ts";

export const inventoryDoors = {
  commands: { addWarehouse, receiveStock, transferStock, countStock },
  views: { listWarehouses, listBalances, listMovements },
};
