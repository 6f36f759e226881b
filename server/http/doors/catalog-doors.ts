import { addItem } from "#commands/catalog/add-item.ts";
import { addUpsell } from "#commands/catalog/add-upsell.ts";
import { addVariant } from "#commands/catalog/add-variant.ts";
import { changeUpsell } from "#commands/catalog/change-upsell.ts";
import { changeItem } from "#commands/catalog/change-item.ts";
import { changeVariant } from "#commands/catalog/change-variant.ts";
import { setListPrice } from "#commands/catalog/set-list-price.ts";
import { listItems } from "#modules/catalog/views/list-items.ts";
import { showItem } from "#modules/catalog/views/show-item.ts";

export const catalogDoors = {
  commands: { addItem, changeItem, addVariant, changeVariant, setListPrice, addUpsell, changeUpsell },
  views: { listItems, showItem },
};
