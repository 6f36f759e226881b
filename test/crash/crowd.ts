import { setTimeout as sleep } from "node:timers/promises";
import type { Id } from "#kernel/id.ts";
import type { OutputOf } from "#modules/routes.ts";
import { type Client, stamp } from "./client.ts";
import type { Dice } from "./dice.ts";
import type { Entry } from "./ledger.ts";
import type { Shop } from "./open-shop.ts";

/** Whoever works until told to stop, at about the pace of a very busy workshop. */
export type Worker = (shop: Shop, client: Client, dice: Dice, goesOn: () => boolean) => Promise<void>;

// Five clients together stay below the general limit of requests a minute.
const breath = 20;
const mostOpenOrders = 60;

/** Takes orders, sells, buys material, cancels. */
export const office: Worker = async (shop, client, dice, goesOn) => {
  const orders: Id[] = [];
  const deals: { id: Id; from: Id }[] = [];
  while (goesOn()) {
    await sleep(breath);
    const chance = dice.roll();
    if (chance < 0.35 && orders.length < mostOpenOrders) {
      const body = { variantId: shop.variantId, quantity: dice.between(1, 4), notes: stamp };
      const orderId = (
        answerOf(await client.ask("createOrder", "/orders/create", body)) as
          | OutputOf<"createOrder">
          | undefined
      )?.orderId;
      if (orderId !== undefined) orders.push(orderId);
    } else if (chance < 0.55) {
      const line = {
        variantId: dice.pick(shop.materialIds),
        quantity: `${dice.between(20, 100)}.333333`,
        price: "10.07",
      };
      await client.ask("receiveStock", "/stock/receive", {
        warehouseId: shop.warehouseId,
        lines: [line],
        note: stamp,
      });
    } else if (chance < 0.75) {
      const line = { variantId: shop.variantId, quantity: dice.between(1, 3), price: "100" };
      const body = { title: "Under load", notes: stamp, lines: [line] };
      const dealId = (
        answerOf(await client.ask("addDeal", "/deals/add", body)) as OutputOf<"addDeal"> | undefined
      )?.dealId;
      if (dealId !== undefined) deals.push({ id: dealId, from: shop.firstStatusId });
    } else if (chance < 0.92) {
      const deal = deals.shift();
      if (deal === undefined) continue;
      await client.ask("moveDeal", `/deals/${deal.id}/move`, {
        dealStatusId: shop.startStatusId,
        fromStatusId: deal.from,
      });
    } else {
      const [orderId] = orders.splice(dice.between(0, Math.max(0, orders.length - 1)), 1);
      if (orderId === undefined) continue;
      const body = { reason: "Under load", returnMaterials: dice.roll() < 0.5 };
      await client.ask("cancelOrder", `/orders/${orderId}/cancel`, body);
    }
  }
};

/** Starts what waits, pauses, goes on, finishes, each by what the screen offers. */
export const operator: Worker = async (_, client, dice, goesOn) => {
  while (goesOn()) {
    await sleep(breath);
    const stages = await client.get<OutputOf<"showMyStages">>("/my-stages");
    if (stages === null) continue;
    const card = dice.pick(stages.inProgress) ?? dice.pick(stages.waiting.slice(0, 10));
    if (card === undefined) continue;
    const verb = dice.pick(card.verbs.filter((name) => Object.hasOwn(runVerbs, name)));
    if (verb === undefined) continue;
    await runVerbs[verb as keyof typeof runVerbs](client, card);
  }
};

type Card = OutputOf<"showMyStages">["waiting"][number];
const runVerbs = {
  startRun: (client: Client, { runId }: Card) => client.ask("startRun", `/runs/${runId}/start`, {}),
  pauseRun: (client: Client, { runId }: Card) => client.ask("pauseRun", `/runs/${runId}/pause`, {}),
  resumeRun: (client: Client, { runId }: Card) => client.ask("resumeRun", `/runs/${runId}/resume`, {}),
  finishRun: (client: Client, { runId, units }: Card) =>
    client.ask("finishRun", `/runs/${runId}/finish`, { units }),
};

/** The answer of a command that was accepted. */
const answerOf = ({ end }: Entry): unknown => (end?.accepted === true ? end.answer : undefined);
