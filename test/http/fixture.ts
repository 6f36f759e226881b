import type { OutputOf, RequestOf, RouteName } from "#modules/routes.ts";
import { v7 as uuidv7 } from "uuid";
import type { HttpWorld, SignedIn, TestWorkspace } from "./http-world.ts";

/** One thing of each kind in a workspace, made by its owner through the doors. */
export type Fixture = {
  /** The id for a contract's field of that name. */
  readonly idOf: (name: string) => string;
  readonly ids: Readonly<Record<string, string>>;
  /** A new order's run, ready to start; assigned to the member, or open to all operators. */
  addRun(
    memberId: string | null,
  ): Promise<{ orderId: string; runId: string; normId: string; stageId: string; lotId: string }>;
  addTask(memberId: string): Promise<string>;
  addNote(memberId: string): Promise<string>;
};

/** `mark` is in every name, so that a test sees it where it must not be. */
export async function buildFixture(
  world: HttpWorld,
  workspace: TestWorkspace,
  mark: string,
): Promise<Fixture> {
  const { owner } = workspace.members;

  async function post<T>(path: string, body: unknown, who: SignedIn = owner): Promise<T> {
    const answer = await world.post(who, path, body);
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.body}`);
    return answer.json<T>();
  }
  async function get<T>(path: string): Promise<T> {
    const answer = await world.get(owner, path);
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.body}`);
    return answer.json<T>();
  }
  const make = <N extends RouteName>(_: N, path: string, body: RequestOf<N>): Promise<OutputOf<N>> =>
    post(path, body);

  const { materials, finishedGoods } = workspace.warehouseIds;
  const { accepted } = workspace.dealStatusIds;
  const beans = await make("addItem", "/items/add", {
    kind: "material",
    name: `${mark} beans`,
    unit: "kg",
    variants: [{ name: `${mark} beans` }],
  });
  const beansId = beans.variantIds[0] ?? "";
  const coffee = await make("addItem", "/items/add", {
    kind: "product",
    name: `${mark} coffee`,
    unit: "pcs",
    variants: [{ name: `${mark} 250 g` }],
  });
  const variantId = coffee.variantIds[0] ?? "";
  const { itemId } = coffee;
  const { upsellId } = await post<OutputOf<"addUpsell">>(`/items/${itemId}/upsells/add`, {
    name: `${mark} engraving`,
    price: "5",
  });
  const { packId } = await post<OutputOf<"addPack">>(`/items/${beans.itemId}/packs/add`, {
    name: `${mark} sack`,
    contains: "50",
  });
  await post("/stock/receive", {
    warehouseId: materials,
    lines: [{ variantId: beansId, quantity: "100000", price: "100" }],
  });
  const { tradeId } = await make("addTrade", "/trades/add", { name: `${mark} trade` });
  const { templateId } = await make("addTemplate", "/templates/add", {
    itemId,
    name: `${mark} template`,
    body: {
      stages: [
        {
          key: "roast",
          name: `${mark} roast`,
          performer: { kind: "role", role: "operator" },
          consumption: "at_completion",
          norms: [{ variantId: beansId, warehouseId: materials, perUnit: "0.25" }],
        },
      ],
      triggers: {},
      policies: { finishedWarehouseId: finishedGoods },
    },
  });
  const { companyId } = await make("addCompany", "/companies/add", { name: `${mark} company` });
  const { contactId } = await make("addContact", "/contacts/add", { name: `${mark} contact`, companyId });
  const deal = await make("addDeal", "/deals/add", {
    title: `${mark} deal`,
    contactId,
    companyId,
    lines: [{ variantId, quantity: 5, price: "50", upsellIds: [upsellId] }],
  });
  const { lines, statusId } = await get<OutputOf<"showDeal">>(`/deals/${deal.dealId}`);
  const lineId = lines[0]?.id ?? "";
  // Somebody besides the members who ask: commands of the tests change their roles and take them out.
  const { memberId } = await make("addMember", "/members/add", {
    name: `${mark} member`,
    roles: ["operator"],
  });
  const effectId = uuidv7();
  const { rows } = await world.database.pool.query<{ id: string }>(
    "select id from fact where workspace_id = $1 and kind = 'deal_added' limit 1",
    [workspace.id],
  );
  await world.database.pool.query(
    `insert into trigger_effect (workspace_id, id, fact_id, trigger_kind, deal_id, state, outcome, outcome_data, hop, created_at, updated_at)
     values ($1, $2, $3, 'cancel', $4, 'skipped', 'deal_closed', $5, 1, now(), now())`,
    [
      workspace.id,
      effectId,
      rows[0]?.id,
      deal.dealId,
      { plan: { act: "move_deal", dealId: deal.dealId, dealStatusId: accepted }, values: {} },
    ],
  );

  async function addRun(worker: string | null): ReturnType<Fixture["addRun"]> {
    const { orderId } = await make("createOrder", "/orders/create", {
      variantId,
      quantity: 1,
      notes: `${mark} notes`,
    });
    const order = await get<OutputOf<"showOrder">>(`/orders/${orderId}`);
    const material = await get<OutputOf<"showOrderMaterials">>(`/orders/${orderId}/materials`);
    const stage = order.stages[0];
    const runId = stage?.runs[0]?.id ?? "";
    if (worker !== null) {
      // Not by reassign, which gives a run to nobody who could not start it: every role is to be asked here.
      await world.database.pool.query("update run set operator_id = $2, assigned_id = $2 where id = $1", [
        runId,
        worker,
      ]);
    }
    return {
      orderId,
      runId,
      normId: material.rows[0]?.normId ?? "",
      stageId: stage?.id ?? "",
      lotId: stage?.runs[0]?.lotId ?? "",
    };
  }
  async function addTask(assigneeId: string): Promise<string> {
    return (await make("addTask", "/tasks/add", { title: `${mark} task`, assigneeId })).taskId;
  }

  /** As if the member had written it: not every role may. */
  async function addNote(writer: string): Promise<string> {
    const id = uuidv7();
    await world.database.pool.query(
      `insert into activity (workspace_id, id, kind, text, deal_id, at, by_member, by_whom, created_at)
       values ($1, $2, 'note', $3, $4, now(), $5, 'member', now())`,
      [workspace.id, id, `${mark} note`, deal.dealId, writer],
    );
    return id;
  }

  const spice = await make("addItem", "/items/add", {
    kind: "material",
    name: `${mark} spice`,
    unit: "kg",
    traced: true,
    variants: [{ name: `${mark} spice` }],
  });
  await post("/stock/receive", {
    warehouseId: materials,
    lines: [
      {
        variantId: spice.variantIds[0] ?? "",
        quantity: "5",
        price: "10",
        batch: { number: `${mark} L-118` },
      },
    ],
  });
  const batch = await world.database.pool.query<{ id: string }>(
    "select id from batch where workspace_id = $1",
    [workspace.id],
  );

  const { supplierId } = await make("addSupplier", "/suppliers/add", { name: `${mark} supplier` });
  const { subcontractorId } = await make("addSubcontractor", "/subcontractors/add", {
    name: `${mark} subcontractor`,
  });
  const { purchaseId } = await make("addPurchase", "/purchases/add", {
    supplierId,
    warehouseId: materials,
    notes: `${mark} order`,
    lines: [{ variantId: beansId, quantity: "10", price: "90" }],
  });
  const { stocktakeId } = await make("startStocktake", "/stocktakes/start", { warehouseId: finishedGoods });
  const run = await addRun(null);
  const uploaded = await world.upload(owner, `${mark}.txt`, new TextEncoder().encode(`${mark} words`));
  const { fileId } = uploaded.json<OutputOf<"uploadFile">>();
  await post(`/files/${fileId}/attach`, { thing: "item", thingId: itemId });
  const table = new TextEncoder().encode(`Name,Kind,Unit\n${mark} salt,Material,kg`);
  const sent = await world.upload(owner, `${mark}.csv`, table, {}, "/item-imports");
  const { importId } = sent.json<OutputOf<"uploadItemImport">>();
  // Somebody worked on another run, and says that it was otherwise.
  const begun = await addRun(null);
  await post(`/runs/${begun.runId}/start`, {});
  await post(`/runs/${begun.runId}/pause`, {});
  const time = await get<OutputOf<"showOrderTime">>(`/orders/${begun.orderId}/time`);
  const intervalId = time.runs[0]?.stretches[0]?.id ?? "";
  const { correctionId } = await post<OutputOf<"proposeTimeCorrection">>(
    `/runs/${begun.runId}/correct-time`,
    { intervalId, stretches: [], reason: `${mark} reason` },
  );
  const { messageId } = await post<OutputOf<"writeMessage">>(`/chats/${run.orderId}/write`, {
    text: `${mark} message`,
  });
  // A field of that name may be of either dictionary.
  const reasonId = Object.values(workspace.stopReasonIds)[0] ?? "";
  await world.database.pool.query("insert into defect_reason (workspace_id, id, name) values ($1, $2, $3)", [
    workspace.id,
    reasonId,
    `${mark} crack`,
  ]);
  // Shared, so that every role sees it.
  const { viewId } = await post<OutputOf<"addSavedView">>("/saved-views/add", {
    name: `${mark} view`,
    shared: true,
    search: { deal: deal.dealId },
  });
  const ids: Record<string, string> = {
    viewId,
    deal: deal.dealId,
    variantId,
    itemId,
    itemIds: itemId,
    packId,
    batchId: batch.rows[0]?.id ?? "",
    importId,
    upsellId,
    upsellIds: upsellId,
    warehouseId: materials,
    fromWarehouseId: materials,
    toWarehouseId: finishedGoods,
    finishedWarehouseId: finishedGoods,
    memberId,
    operatorId: memberId,
    lane: memberId,
    responsibleId: memberId,
    assigneeId: memberId,
    tradeId,
    tradeIds: tradeId,
    assigneeTradeId: tradeId,
    templateId,
    companyId,
    contactId,
    dealId: deal.dealId,
    lineId,
    dealLineId: lineId,
    pipelineId: workspace.pipelineId,
    dealStatusId: accepted,
    dealStatusIds: accepted,
    statusId,
    fromStatusId: statusId,
    // Not the one that the members are signed in on: revoking that would end their sessions.
    deviceId: await world.addDevice(workspace.id, owner.memberId),
    reasonId,
    intervalId,
    correctionId,
    taskId: await addTask(memberId),
    activityId: await addNote(owner.memberId),
    effectId,
    supplierId,
    subcontractorId,
    subId: subcontractorId,
    purchaseId,
    stocktakeId,
    fileId,
    fileIds: fileId,
    messageId,
    // who works on the order, and may be named in its chat
    mentionIds: memberId,
    // one that was never told
    noticeIds: uuidv7(),
    // what a name of a template file is mapped to
    id: upsellId,
    // of the first thing that files are attached to, the item
    thingId: itemId,
    photoId: fileId,
    photoIds: fileId,
    // of an act that never was; of the same run twice
    commandId: uuidv7(),
    runIds: run.runId,
    // of the same norm twice: refused, whoever asks
    normIds: run.normId,
    fromNormId: run.normId,
    toNormId: run.normId,
    alsoRunIds: run.runId,
    alsoOrderIds: run.orderId,
    orderIds: run.orderId,
    lotIds: run.lotId,
    toStageId: run.stageId,
    bornStageId: run.stageId,
    // My Stages may be asked for one order
    order: run.orderId,
    ...run,
  };
  return {
    ids,
    idOf(name) {
      const id = ids[name];
      if (id === undefined) throw new Error(`The fixture has no ${name}: add one`);
      return id;
    },
    addRun,
    addTask,
    addNote,
  };
}
