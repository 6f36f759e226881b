import { v7 as newId } from "uuid";
import { acceptInvitation } from "#commands/access/accept-invitation.ts";
import { addTrade } from "#commands/access/add-trade.ts";
import { createWorkspace, type CreatedWorkspace } from "#commands/access/create-workspace.ts";
import { inviteMember } from "#commands/access/invite-member.ts";
import { readInvitationToken } from "#commands/access/invitation-token.ts";
import { setPin } from "#commands/access/set-pin.ts";
import { addItem } from "#commands/catalog/add-item.ts";
import { addUpsell } from "#commands/catalog/add-upsell.ts";
import { setRate } from "#commands/costing/set-rate.ts";
import { addCompany } from "#commands/crm/add-company.ts";
import { addContact } from "#commands/crm/add-contact.ts";
import { addDeal } from "#commands/crm/add-deal.ts";
import { moveDeal } from "#commands/crm/move-deal.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { createOrder } from "#commands/production/create-order.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { pauseRun } from "#commands/production/pause-run.ts";
import { resumeRun } from "#commands/production/resume-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import { addTemplate } from "#commands/templates/add-template.ts";
import { type Command, runCommand } from "#commands/run-command.ts";
import type { Id } from "#kernel/id.ts";
import { inputOf, type Output, type Request, type Route } from "#kernel/route.ts";
import type { Actor, Role } from "#modules/access/contract/roles.ts";
import { readyTemplateCoffee } from "#modules/templates/core/ready-template-coffee.ts";
import { type Database, readWorkspace } from "#server/database/workspace-transaction.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import type { People } from "#server/identity/people.ts";
import { enOffice } from "#web/texts/compiled/en-office.ts";
import { ukOffice } from "#web/texts/compiled/uk-office.ts";
import { createTranslator } from "#web/texts/translator.ts";
import { demoWords, type DemoWords } from "./demo-words.ts";

/**
 * A coffee roastery with people, stock, a template and deals, made by the same commands that people use, a
 * workspace of its own, so that removing it touches nothing else. One batch has been made three days ago.
 */
export type DemoOptions = {
  readonly database: Database;
  readonly people: People;
  readonly language: "en" | "uk";
  /** everybody's; operators' PINs are 1111 (roaster) and 2222 (packer) */
  readonly password: string;
  /** what stands behind the @ of the demo people's addresses */
  readonly mailDomain: string;
  readonly now: Date;
};
export type DemoWorkspace = {
  readonly slug: string;
  readonly emails: Readonly<
    Record<"owner" | "sales" | "supervisor" | "storekeeper" | "roaster" | "packer", string>
  >;
};

const hour = 3_600_000;

export async function buildDemoWorkspace(options: DemoOptions): Promise<DemoWorkspace> {
  const { database, people, password, mailDomain, now } = options;
  const words = demoWords[options.language];
  const emailOf = (name: string): string => `${name}@${mailDomain}`;
  const openedAt = new Date(now.getTime() - 80 * hour);
  const created = valueOf(
    await createWorkspace(
      database,
      {
        name: words.workspace,
        currency: "UAH",
        language: options.language,
        timeZone: "Europe/Kyiv",
        isDemo: true,
        owner: {
          userId: valueOf(await people.createUser({ email: emailOf("owner"), password, name: words.owner }))
            .userId,
          name: words.owner,
          email: emailOf("owner"),
        },
      },
      openedAt,
    ),
  );
  const owner = member(created.ownerId, ["owner"]);
  const ask = async <R extends Route>(
    command: Command<R>,
    input: Request<R>,
    as: Actor = owner,
    at = openedAt,
  ): Promise<Output<R>> =>
    valueOf(
      await runCommand(database, command, inputOf(command.route, input), {
        workspaceId: created.workspaceId,
        actor: as,
        commandId: newId(),
        now: at,
      }),
    );

  const roasterTrade = (await ask(addTrade, { name: words.roasterTrade })).tradeId;
  const packerTrade = (await ask(addTrade, { name: words.packerTrade })).tradeId;
  const join = async (name: string, roles: Role[], email: string, tradeIds: Id[] = []): Promise<Actor> => {
    const invited = await ask(inviteMember, { name, email, roles, tradeIds });
    const token = readInvitationToken(invited.token);
    if (token === null) throw new Error("The invitation gave no token");
    const { userId } = valueOf(await people.createUser({ email, password, name }));
    const joined = await ask(
      acceptInvitation,
      { invitationId: invited.invitationId, userId, secret: token.secret },
      // whoever comes in becomes the member of this id
      member(newId(), []),
    );
    return member(joined.memberId, roles, tradeIds);
  };
  const sales = await join(words.sales, ["sales_manager"], emailOf("sales"));
  const supervisor = await join(words.supervisor, ["supervisor", "technologist"], emailOf("supervisor"));
  const storekeeper = await join(words.storekeeper, ["storekeeper"], emailOf("stores"));
  const roaster = await join(words.roaster, ["operator"], emailOf("roaster"), [roasterTrade]);
  const packer = await join(words.packer, ["operator"], emailOf("packer"), [packerTrade]);
  await ask(setPin(hashPin), { memberId: memberIdOf(roaster), pin: "1111" });
  await ask(setPin(hashPin), { memberId: memberIdOf(packer), pin: "2222" });
  await ask(setRate, { memberId: memberIdOf(roaster), rate: "220" });
  await ask(setRate, { memberId: memberIdOf(packer), rate: "160" });
  await ask(setRate, { memberId: memberIdOf(supervisor), rate: "300" });

  const stock = await addStock(ask, created, words, storekeeper, openedAt);
  const t = createTranslator(
    options.language,
    [options.language === "en" ? enOffice : ukOffice],
    "Europe/Kyiv",
  ).t;
  await ask(addTemplate, {
    itemId: stock.coffeeItem,
    name: words.template,
    comment: "",
    body: readyTemplateCoffee(
      {
        ...stock,
        materials: created.warehouseIds.materials,
        finishedGoods: created.warehouseIds.finishedGoods,
        roaster: roasterTrade,
        packer: packerTrade,
        accepted: created.dealStatusIds.accepted,
        readyToShip: created.dealStatusIds.readyToShip,
        responsible: memberIdOf(supervisor),
      },
      {
        roasting: t("ready.coffee.roasting"),
        roastingInstruction: t("ready.coffee.roastingInstruction"),
        degassing: t("ready.coffee.degassing"),
        packaging: t("ready.coffee.packaging"),
        packagingInstruction: t("ready.coffee.packagingInstruction"),
      },
      "0.25",
    ),
  });

  const deals = await addDeals(ask, created, words, stock, sales, now);
  await makeFirstBatch({
    ask,
    database,
    created,
    deal: deals.made,
    variantId: stock.coffee,
    supervisor,
    roaster,
    packer,
    openedAt,
    words,
  });
  return {
    slug: created.slug,
    emails: {
      owner: emailOf("owner"),
      sales: emailOf("sales"),
      supervisor: emailOf("supervisor"),
      storekeeper: emailOf("stores"),
      roaster: emailOf("roaster"),
      packer: emailOf("packer"),
    },
  };
}

type Ask = <R extends Route>(
  command: Command<R>,
  input: Request<R>,
  as?: Actor,
  at?: Date,
) => Promise<Output<R>>;

async function addStock(ask: Ask, created: CreatedWorkspace, words: DemoWords, storekeeper: Actor, at: Date) {
  const item = async (
    kind: "product" | "material",
    name: string,
    unit: "pcs" | "kg",
    variant = name,
    traced = false,
  ) => {
    const made = await ask(addItem, {
      kind,
      name,
      unit,
      shelfLifeDays: kind === "product" ? 365 : null,
      traced,
      variants: [
        {
          name: variant,
          sku: null,
          attributes: kind === "product" ? { weight: { amount: "250", unit: "g" } } : {},
          salePrice: kind === "product" ? "320" : null,
          listPrice: null,
        },
      ],
    });
    return { itemId: made.itemId, variantId: made.variantIds[0] ?? "" };
  };
  const coffee = await item("product", words.coffee, "pcs", words.coffeeVariant);
  const [greenBeans, bag, label, valve] = [
    (await item("material", words.beans, "kg", words.beans, true)).variantId,
    (await item("material", words.bag, "pcs")).variantId,
    (await item("material", words.label, "pcs")).variantId,
    (await item("material", words.valve, "pcs")).variantId,
  ];
  await ask(addUpsell, { itemId: coffee.itemId, name: words.giftBox, price: "45" });
  const receive = (
    lines: {
      variantId: Id;
      quantity: string;
      price: string;
      batch?: { number: string; bestBefore: string };
    }[],
    when: Date,
  ) =>
    ask(
      receiveStock,
      { warehouseId: created.warehouseIds.materials, lines, note: words.opening },
      storekeeper,
      when,
    );
  // The older sack goes first, and is soon to be used up.
  const sack = (number: string, days: number) => ({
    number,
    bestBefore: new Date(at.getTime() + days * 24 * hour).toISOString().slice(0, 10),
  });
  await receive(
    [
      { variantId: greenBeans, quantity: "30", price: "410", batch: sack("L-118", 21) },
      { variantId: bag, quantity: "200", price: "6.40" },
      { variantId: label, quantity: "250", price: "1.15" },
      { variantId: valve, quantity: "180", price: "2.05" },
    ],
    at,
  );
  // A second delivery at another price, so that there is an average to see.
  await receive(
    [{ variantId: greenBeans, quantity: "20", price: "436.50", batch: sack("L-126", 240) }],
    new Date(at.getTime() + hour),
  );
  return { coffeeItem: coffee.itemId, coffee: coffee.variantId, greenBeans, bag, label, valve };
}

async function addDeals(
  ask: Ask,
  created: CreatedWorkspace,
  words: DemoWords,
  stock: { coffee: Id },
  sales: Actor,
  now: Date,
) {
  const companies: Id[] = [];
  const contacts: Id[] = [];
  for (const [index, name] of words.companies.entries()) {
    const company = await ask(addCompany, { name, phone: null, email: null, notes: "" }, sales);
    const contact = await ask(
      addContact,
      {
        name: words.contacts[index] ?? name,
        phone: `+380 00 000 00 0${index + 1}`,
        email: null,
        companyId: company.companyId,
        notes: "",
      },
      sales,
    );
    companies.push(company.companyId);
    contacts.push(contact.contactId);
  }
  const dayAfter = (days: number): string =>
    new Date(now.getTime() + days * 24 * hour).toISOString().slice(0, 10);
  const deal = (index: number, quantity: number, days: number, at?: Date) =>
    ask(
      addDeal,
      {
        title: words.deals[index] ?? words.coffee,
        contactId: contacts[index % contacts.length] ?? null,
        companyId: companies[index % companies.length] ?? null,
        notes: "",
        lines: [
          { variantId: stock.coffee, quantity, price: "320", promisedDate: dayAfter(days), upsellIds: [] },
        ],
      },
      sales,
      at ?? now,
    );
  const made = await deal(0, 40, 1, new Date(now.getTime() - 79 * hour));
  const quoted = await deal(1, 20, 6);
  await ask(
    moveDeal,
    {
      dealId: quoted.dealId,
      fromStatusId: created.dealStatusIds.new,
      dealStatusId: created.dealStatusIds.quoted,
    },
    sales,
    now,
  );
  await deal(2, 60, 12);
  await deal(3, 5, 20);
  return { made: made.dealId };
}

/** A batch that was made in the days before, so that the first screen has a real cost to show. */
async function makeFirstBatch(made: {
  ask: Ask;
  database: Database;
  created: CreatedWorkspace;
  deal: Id;
  variantId: Id;
  supervisor: Actor;
  roaster: Actor;
  packer: Actor;
  openedAt: Date;
  words: DemoWords;
}): Promise<void> {
  const { ask, created } = made;
  const at = (hours: number): Date => new Date(made.openedAt.getTime() + hours * hour);
  const line = await readWorkspace(made.database, created.workspaceId, (tx) =>
    tx.db
      .selectFrom("deal_line")
      .select("id")
      .where("workspace_id", "=", created.workspaceId)
      .where("deal_id", "=", made.deal)
      .executeTakeFirstOrThrow(),
  );
  const order = await ask(
    createOrder,
    { variantId: made.variantId, quantity: 40, notes: "", dealId: made.deal, dealLineId: line.id },
    made.supervisor,
    at(2),
  );
  const openRun = async (): Promise<Id> => {
    const run = await readWorkspace(made.database, created.workspaceId, (tx) =>
      tx.db
        .selectFrom("run")
        .select("id")
        .where("workspace_id", "=", created.workspaceId)
        .where("order_id", "=", order.orderId)
        .where("state", "=", "waiting")
        .executeTakeFirstOrThrow(),
    );
    return run.id;
  };
  const roasting = await openRun();
  await ask(startRun, { runId: roasting }, made.roaster, at(3));
  await ask(finishRun, { runId: roasting, units: 40, comment: made.words.comment }, made.roaster, at(3.3));
  const packing = await openRun();
  await ask(startRun, { runId: packing }, made.packer, at(16));
  await ask(pauseRun, { runId: packing, reasonId: created.stopReasonIds.lunch }, made.packer, at(16.5));
  await ask(resumeRun, { runId: packing }, made.packer, at(17));
  await ask(finishRun, { runId: packing, units: 40, comment: "" }, made.packer, at(17.4));
}

function member(memberId: Id, roles: readonly Role[], tradeIds: readonly Id[] = []): Actor {
  return { kind: "member", memberId, roles, tradeIds };
}

function memberIdOf(actor: Actor): Id {
  if (actor.kind !== "member") throw new Error("Automation is no member");
  return actor.memberId;
}

function valueOf<T>(answer: { ok: true; value: T } | { ok: false; refusal: { code: string } }): T {
  if (!answer.ok) throw new Error(`The demo was refused: ${JSON.stringify(answer.refusal)}`);
  return answer.value;
}
