import type { Id } from "#kernel/id.ts";
import { addMember } from "#commands/access/add-member.ts";
import { addDeal } from "#commands/crm/add-deal.ts";
import { createOrder } from "#commands/production/create-order.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import type { TestDatabase } from "#test/database.ts";
import { aMember, aWorkshop, type Workshop } from "./workshop.ts";

type Person = ReturnType<typeof aMember>;

/**
 * A workshop with people of several roles and an order of a deal, whose manager is `manager`: its baking is open to
 * all operators, so that `operator` is one of those who work on it.
 */
export type ChatShop = Workshop & {
  readonly supervisor: Person;
  readonly manager: Person;
  readonly otherManager: Person;
  readonly storekeeper: Person;
  readonly orderId: Id;
};

export async function aChatShop(testDatabase: TestDatabase): Promise<ChatShop> {
  const shop = await aWorkshop(testDatabase);
  const person = async (name: string, role: Role): Promise<Person> =>
    aMember((await shop.make(addMember(hashPin), { name, roles: [role], tradeIds: [] })).memberId, [role]);
  const supervisor = await person("Sofia", "supervisor");
  const manager = await person("Max", "sales_manager");
  const otherManager = await person("Olena", "sales_manager");
  const storekeeper = await person("Stepan", "storekeeper");
  const { dealId } = await shop.make(addDeal, {
    title: "A wedding",
    responsibleId: manager.memberId,
    lines: [{ variantId: shop.variantId, quantity: 4, price: "50" }],
  });
  const { orderId } = await shop.make(createOrder, {
    variantId: shop.variantId,
    quantity: 4,
    notes: "",
    dealId,
    dealLineId: null,
  });
  return { ...shop, supervisor, manager, otherManager, storekeeper, orderId };
}
