import { addPurchase } from "#commands/buying/add-purchase.ts";
import { addSupplier } from "#commands/buying/add-supplier.ts";
import { cancelPurchase } from "#commands/buying/cancel-purchase.ts";
import { changePurchase } from "#commands/buying/change-purchase.ts";
import { changeSupplier } from "#commands/buying/change-supplier.ts";
import { closePurchase } from "#commands/buying/close-purchase.ts";
import { createPurchases } from "#commands/buying/create-purchases.ts";
import { receivePurchase } from "#commands/buying/receive-purchase.ts";
import { reopenPurchase } from "#commands/buying/reopen-purchase.ts";
import { sendPurchase } from "#commands/buying/send-purchase.ts";
import { setSupplierPrice } from "#commands/buying/set-supplier-price.ts";
import { listPurchases } from "#modules/buying/views/list-purchases.ts";
import { listSupplierPrices } from "#modules/buying/views/list-supplier-prices.ts";
import { listSuppliers } from "#modules/buying/views/list-suppliers.ts";
import { proposePurchases } from "#modules/buying/views/propose-purchases.ts";
import { showPurchaseHistory } from "#modules/buying/views/show-purchase-history.ts";
import { showPurchase } from "#modules/buying/views/show-purchase.ts";
import { showSupplier } from "#modules/buying/views/show-supplier.ts";

export const buyingDoors = {
  commands: {
    addSupplier,
    changeSupplier,
    setSupplierPrice,
    createPurchases,
    addPurchase,
    changePurchase,
    sendPurchase,
    receivePurchase,
    closePurchase,
    cancelPurchase,
    reopenPurchase,
  },
  views: {
    listSuppliers,
    showSupplier,
    listSupplierPrices,
    proposePurchases,
    listPurchases,
    showPurchase,
    showPurchaseHistory,
  },
};
