import { no, ok } from "#kernel/result.ts";
import { catalogRoutes } from "#modules/catalog/contract/routes.ts";
import { lockItemsOf, setArchived } from "#modules/catalog/store/item.ts";
import { whyItemsStay } from "#modules/catalog/views/why-items-stay.ts";
import { defineCommand } from "../run-command.ts";

type Skipped = { itemId: string; name: string; reason: "has_stock" | "in_template" };

/**
 * Many at once are chosen with less care than one: what lies in stock or stands in a template in use stays, and is
 * named. Alone (change-item.ts) it may be archived all the same. Those that are so already are neither.
 */
export const archiveItems = defineCommand(
  "archiveItems",
  catalogRoutes.archiveItems,
  async (tx, input, act) => {
    const ids = [...new Set(input.itemIds)];
    const items = await lockItemsOf(tx, ids);
    const unknown = input.itemIds.findIndex((itemId) => !items.has(itemId));
    if (unknown !== -1) return no("item_unknown", {}, ["itemIds", unknown]);
    const reasons = input.archived
      ? await whyItemsStay(tx, ids)
      : new Map<string, "has_stock" | "in_template">();
    const skipped: Skipped[] = [];
    const changing: { id: string; version: number }[] = [];
    for (const [itemId, item] of items) {
      if (item.archived === input.archived) continue;
      const reason = reasons.get(itemId);
      if (reason !== undefined) skipped.push({ itemId, name: item.name, reason });
      else changing.push({ id: itemId, version: item.version + 1 });
    }
    await setArchived(tx, changing, input.archived);
    for (const { id, version } of changing) {
      const archived = { from: !input.archived, to: input.archived };
      act.append({ kind: "item_changed", thing: "item", thingId: id, version, data: { archived } });
    }
    return ok({ changed: changing.length, skipped });
  },
);
