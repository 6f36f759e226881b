import { addItem } from "#commands/catalog/add-item.ts";
import { addPack } from "#commands/catalog/add-pack.ts";
import { addUpsell } from "#commands/catalog/add-upsell.ts";
import { addVariant } from "#commands/catalog/add-variant.ts";
import { archiveItems } from "#commands/catalog/archive-items.ts";
import { changePack } from "#commands/catalog/change-pack.ts";
import { changeUpsell } from "#commands/catalog/change-upsell.ts";
import { changeItem } from "#commands/catalog/change-item.ts";
import { changeVariant } from "#commands/catalog/change-variant.ts";
import { setListPrice } from "#commands/catalog/set-list-price.ts";
import { findByCode } from "#modules/catalog/views/find-by-code.ts";
import { listItems } from "#modules/catalog/views/list-items.ts";
import { showItem } from "#modules/catalog/views/show-item.ts";

export const catalogDoors = {
  commands: {
    addItem,
    changeItem,
    archiveItems,
    addVariant,
    changeVariant,
    setListPrice,
    addPack,
    changePack,
    addUpsell,
    changeUpsell,
  },
  views: { listItems, showItem, findByCode },
};
