import sharp from "sharp";
import type { Locator } from "playwright-core";
import { decimal, text } from "#kernel/decimal.ts";
import type { RequestOf } from "#modules/routes.ts";
import type { ReadyTrade } from "#modules/templates/contract/routes.ts";
import type { TemplateBody } from "#modules/templates/contract/template-body.ts";
import { ask, tell } from "./ask.ts";
import type { Person, Scene } from "./browser.ts";
import { demoPassword } from "./product.ts";
import { sees } from "./see.ts";

type Role = RequestOf<"inviteMember">["roles"][number];
type Hired = {
  readonly roles: readonly Role[];
  /** names of trades, as the ready template calls them */
  readonly trades?: readonly string[];
  /** Money an hour; without it one's work costs nothing. */
  readonly rate?: string;
  readonly phone?: boolean;
};

export type Workshop = {
  readonly slug: string;
  /** A member of the workspace who stands before their own screen: My Stages on a phone, the office at a desk. */
  hire(name: string, hired: Hired): Promise<Person>;
};

const words = {
  en: { myStages: "My Stages", menu: "Main menu", workspace: "The workshop" },
  uk: { myStages: "Мої етапи", menu: "Головне меню", workspace: "Майстерня" },
} as const;

/**
 * A workspace of its own with the ready template of a trade, all its materials in stock at the example prices, and
 * its triggers approved: made by the product's own doors. `adapt` says what this workshop does otherwise.
 */
export async function openWorkshop(
  scene: Scene,
  trade: ReadyTrade,
  language: "en" | "uk" = "en",
  adapt?: (body: TemplateBody) => TemplateBody,
): Promise<Workshop> {
  const owner = await scene.open("owner", { language });
  const { myStages, menu, workspace } = words[language];
  const mailOf = (name: string): string => `${name}@${trade}.example`;
  const signedUp = await tell(owner, "", "signUp", {
    name: workspace,
    email: mailOf("owner"),
    password: demoPassword,
    workspaceName: workspace,
    language,
  });
  const { slug } = signedUp.workspace;
  const { templateId } = await tell(owner, slug, "addReadyTemplate", { trade });
  let approved = 1;
  if (adapt !== undefined) {
    const { name, body } = await ask(owner, slug, "showTemplate", { templateId });
    const changed = { templateId, name, body: adapt(body), basedOn: 1 };
    approved = (await tell(owner, slug, "saveTemplate", changed)).number;
  }
  await tell(owner, slug, "approveTriggers", { templateId, number: approved });
  await fillTheShelves(owner, slug, templateId);
  const trades = (await ask(owner, slug, "listTrades", {})).rows;
  let hired = 0;
  return {
    slug,
    async hire(name, { roles, trades: ofTrades = [], rate, phone = false }) {
      hired += 1;
      const { token } = await tell(owner, slug, "inviteMember", {
        name,
        email: mailOf(`member-${hired}`),
        roles: [...roles],
        tradeIds: trades.filter((one) => ofTrades.includes(one.name)).map((one) => one.id),
      });
      const person = await scene.open(name, { phone, language });
      await tell(person, slug, "acceptInvitation", { token, password: demoPassword });
      if (rate !== undefined) {
        const { rows } = await ask(owner, slug, "listMembers", {});
        const memberId = rows.find((row) => row.name === name)?.id ?? "";
        await tell(owner, slug, "setRate", { memberId, rate });
      }
      const { page } = person;
      await page.goto(phone ? `/floor/${slug}` : `/w/${slug}/board`);
      await sees(
        phone
          ? page.getByRole("heading", { name: myStages, level: 1 })
          : page.getByRole("navigation", { name: menu }),
      );
      return person;
    },
  };
}

async function fillTheShelves(owner: Person, slug: string, templateId: string): Promise<void> {
  const { body } = await ask(owner, slug, "showTemplate", { templateId });
  const warehouses = (await ask(owner, slug, "listWarehouses", {})).rows;
  const materials = warehouses.find(({ id }) => id !== body.policies.finishedWarehouseId);
  const { rows } = await ask(owner, slug, "listItems", { kind: "material", limit: 100 });
  if (materials === undefined) throw new Error("No warehouse");
  await tell(owner, slug, "receiveStock", {
    warehouseId: materials.id,
    lines: rows.flatMap((item) =>
      item.variants.map(({ id, listPrice }) => ({
        variantId: id,
        quantity: "1000",
        price: text(decimal(listPrice ?? "1")),
      })),
    ),
  });
}

/** A picture out of the phone's camera, into whatever asks for one. */
export async function takePhoto(place: Locator): Promise<void> {
  const buffer = await sharp({ create: { width: 1200, height: 900, channels: 3, background: "#a87b4f" } })
    .jpeg()
    .toBuffer();
  await place
    .locator("input[type=file]")
    .setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer });
  await sees(place.getByRole("button", { name: /^Remove photo/ }));
}
