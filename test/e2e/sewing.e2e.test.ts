import { beforeAll, describe, it } from "vitest";
import { identifierOf } from "#modules/templates/core/formula/formula.ts";
import type { TemplateBody } from "#modules/templates/contract/template-body.ts";
import { expectAccessible } from "./accessible.ts";
import { type Person, useScene } from "./browser.ts";
import { column, openTab, orderCard, stageBlock } from "./desk-hand.ts";
import { says, sheet, stageCard, tapIn, tapTab } from "./floor-hand.ts";
import { reads, sees, seesNoMore } from "./see.ts";
import { expectUkrainian } from "./ukrainian.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/**
 * Двадцять худі однією партією. Двоє повертаються з контролю на пошиття, і партія чекає на них; так двічі. Третє
 * повернення вирішує вже людина. Тканина рахується за довжиною виробу, а її колір вибирає закрійник.
 *
 * A whole batch waits for its rework and goes on by itself; told in Ukrainian, on every screen of the way.
 */
const scene = useScene();
const language = "uk";

const product = "Худі, M";
const deal = "Худі для хору";
let workshop: Workshop;
let sales: Person;
let supervisor: Person;
let cutter: Person;
let seamstress: Person;
let presser: Person;
let controller: Person;

/** The cutting norm of this workshop: the garment's length and 10 cm on top. */
function byLength(body: TemplateBody): TemplateBody {
  const perUnit = `=${identifierOf("Довжина виробу")} + 10 cm`;
  const stages = body.stages.map((stage) =>
    stage.key === "cutting"
      ? { ...stage, norms: stage.norms.map((norm) => ({ ...norm, perUnit, loss: "0", samples: [] })) }
      : stage,
  );
  return { ...body, stages };
}

beforeAll(async () => {
  workshop = await openWorkshop(scene, "sewing", language, byLength);
  const hire = (name: string, trade: string): Promise<Person> =>
    workshop.hire(name, { roles: ["operator"], trades: [trade], rate: "180", phone: true });
  sales = await workshop.hire("Оксана", { roles: ["sales_manager"] });
  supervisor = await workshop.hire("Дарина", { roles: ["supervisor"] });
  controller = await workshop.hire("Надія", { roles: ["supervisor"], phone: true });
  cutter = await hire("Юрій", "Закрійник");
  seamstress = await hire("Люба", "Швачка");
  presser = await hire("Віра", "Прасувальниця");
});

const isUkrainian = (person: Person, what: string): Promise<void> =>
  expectUkrainian(person.page, `sewing: ${what}`);
async function looksRight(person: Person, what: string): Promise<void> {
  await isUkrainian(person, what);
  await expectAccessible(person.page, `sewing: ${what}`);
}

async function workThrough(person: Person, stage: string): Promise<void> {
  await tapTab(person, "waiting", language);
  await tapIn(stageCard(person, stage), `Почати: ${stage}`);
  await tapIn(stageCard(person, stage), "Завершити");
  await tapIn(sheet(person), /^Завершити/);
  await says(person, `Завершено: ${stage}`);
}

/** Two garments of the batch at quality control go back to sewing. */
async function sendTwoBack(): Promise<void> {
  await tapIn(stageCard(controller, "Контроль якості"), "Повідомити про брак");
  const defect = sheet(controller);
  await tapIn(defect, "Людський фактор");
  await tapIn(defect, "На один більше");
  await tapIn(defect, /^Далі/);
  await isUkrainian(controller, "що робити з браком");
  await tapIn(defect, "Повернути на: Пошиття");
  await tapIn(defect, "Повідомити");
}

/** They are sewn and pressed again; then the batch is whole, by itself, and the controller goes on with it. */
async function reworkComesBack(): Promise<void> {
  await tapTab(seamstress, "waiting", language);
  await reads(stageCard(seamstress, "Пошиття"), "Знову тут: Людський фактор");
  await reads(stageCard(seamstress, "Пошиття"), "2 шт.");
  await isUkrainian(seamstress, "повернене на пошиття");
  await workThrough(seamstress, "Пошиття");
  await workThrough(presser, "Прасування");
  await tapTab(controller, "inProgress", language);
  await reads(stageCard(controller, "Контроль якості"), "20 шт.");
  await tapIn(stageCard(controller, "Контроль якості"), "Продовжити");
}

describe("двадцять худі однією партією", () => {
  it("замовляє хор, і угода сама робить замовлення", async () => {
    const { page } = sales;
    await page.getByRole("link", { name: "Угоди" }).click();
    await page.getByRole("button", { name: "Нова угода" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Нова угода" });
    await dialog.getByLabel("Про що угода?").fill(deal);
    await dialog.getByRole("combobox", { name: "Виріб" }).fill("Худі");
    await page.getByRole("option", { name: product }).click();
    await dialog.getByLabel("Кількість").fill("20");
    await dialog.getByRole("button", { name: "Додати угоду" }).click();
    await page
      .getByRole("navigation", { name: "Статус угоди" })
      .getByRole("button", { name: "Прийнято у виробництво" })
      .click();
    await reads(page.getByRole("region", { name: "Виробництво" }), "Замовлення 1");
    await reads(column(supervisor, "Очікує"), `№1 ${product}`);
  });

  it("рахує тканину за довжиною виробу, а колір лишає закрійникові", async () => {
    const { page } = supervisor;
    await page.getByRole("link", { name: `№1 ${product}` }).click();
    const materials = await openTab(supervisor, /^Матеріали/);
    const fabric = materials.getByRole("row", { name: /^Тканина тринитка/ });
    // 70 см і ще 10 см, двадцять разів.
    await reads(fabric, /Треба вибрати.*16 м/);
    await isUkrainian(supervisor, "матеріал, який треба вибрати");
    await tapTab(cutter, "waiting", language);
    await reads(stageCard(cutter, "Розкрій"), "вибирають на початку роботи");
    await tapIn(stageCard(cutter, "Розкрій"), "Почати: Розкрій");
    await reads(sheet(cutter), "Матеріал: Тканина тринитка. Який саме?");
    await reads(sheet(cutter), "Норма: 16 м");
    await looksRight(cutter, "вибір кольору");
    await tapIn(sheet(cutter), /^Темно-синій/);
    await reads(stageCard(cutter, "Розкрій"), "Тканина тринитка · Темно-синій");
    await reads(fabric, /Тканина тринитка, Темно-синій.*16 м/);
    await tapIn(stageCard(cutter, "Розкрій"), "Завершити");
    await tapIn(sheet(cutter), /^Завершити/);
    await says(cutter, "Завершено: Розкрій");
  });

  it("шиє, прасує й перевіряє все разом", async () => {
    await workThrough(seamstress, "Пошиття");
    await workThrough(presser, "Прасування");
    await tapTab(controller, "waiting", language);
    await reads(stageCard(controller, "Контроль якості"), "20 шт.");
    await tapIn(stageCard(controller, "Контроль якості"), "Почати: Контроль якості");
    await sees(stageCard(controller, "Контроль якості").getByRole("button", { name: "Завершити" }));
  });

  it("чекає на двоє худі, які повернулися на пошиття", async () => {
    await sendTwoBack();
    await says(controller, "Брак записано: 2 шт., Людський фактор");
    await tapTab(controller, "waiting", language);
    await reads(stageCard(controller, "Контроль якості"), "Чекає на переробку: 2 шт.");
    await looksRight(controller, "партія чекає");
    await openTab(supervisor, /^Етапи/);
    const quality = stageBlock(supervisor, "Контроль якості");
    await reads(quality, "Притримано");
    await reads(quality, "Чекає на повернені 2 шт. (партія 1.1): Пошиття");
    await reads(stageBlock(supervisor, "Пошиття"), /Партія 1\.1.*Переробка 1/);
    await looksRight(supervisor, "етапи притриманої партії");
    await reads(sales.page.locator("[aria-current=step]"), "Доробка");
  });

  it("збирається сама, щойно вони повернулися, і так само вдруге", async () => {
    await reworkComesBack();
    await seesNoMore(stageBlock(supervisor, "Контроль якості").getByText("Притримано"));
    await sendTwoBack();
    await says(controller, "Брак записано: 2 шт., Людський фактор");
    await reworkComesBack();
  });

  it("не повертає втретє без рішення керівниці", async () => {
    const { page } = supervisor;
    await sendTwoBack();
    await says(controller, "2 шт.: повернень забагато, вирішує керівник.");
    await reads(column(supervisor, "У роботі"), "2 одиниці чекають");
    await looksRight(supervisor, "повернень забагато");
    await orderCard(supervisor).getByRole("button", { name: "Дозволити ще раз" }).click();
    const dialog = page.getByRole("dialog", { name: /рішення$/ });
    await dialog.getByLabel("Причина").fill("Шов коміра ще можна виправити");
    await looksRight(supervisor, "рішення");
    await dialog.getByRole("button", { name: "Дозволити ще раз" }).click();
    await seesNoMore(dialog);
    await reworkComesBack();
  });

  it("приймає вчетверте як є, з офісу, і це записано", async () => {
    const { page } = supervisor;
    const quality = stageBlock(supervisor, "Контроль якості");
    await quality.getByRole("button", { name: "Повідомити про брак" }).click();
    const defect = page.getByRole("dialog", { name: /^Повідомити про брак: / });
    await defect.getByRole("button", { name: "Людський фактор" }).click();
    await defect.getByLabel("Скільки забраковано?").fill("2");
    await defect.getByRole("button", { name: "Далі" }).click();
    await defect.getByLabel("Повернути на «Пошиття»").check();
    await reads(defect, "Вирішить керівник виробництва.");
    await looksRight(supervisor, "брак з офісу");
    await defect.getByRole("button", { name: "Далі" }).click();
    await defect.getByRole("button", { name: "Повідомити про брак" }).click();
    await seesNoMore(defect);
    await orderCard(supervisor).getByRole("button", { name: "Прийняти як є" }).click();
    const dialog = page.getByRole("dialog", { name: /рішення$/ });
    await dialog.getByLabel("Причина").fill("Замовник погодився зі швом");
    await dialog.getByRole("button", { name: "Прийняти як є" }).click();
    await seesNoMore(dialog);
    const defects = await openTab(supervisor, /^Брак/);
    await reads(defects, "Прийняти як є: Дарина. Замовник погодився зі швом");
    await reads(defects, "Дозволити ще раз: Дарина. Шов коміра ще можна виправити");
    await looksRight(supervisor, "брак і рішення");
  });

  it("завершує перевіркою всі двадцять", async () => {
    await tapTab(controller, "inProgress", language);
    await reads(stageCard(controller, "Контроль якості"), "20 шт.");
    await tapIn(stageCard(controller, "Контроль якості"), "Продовжити");
    await tapIn(stageCard(controller, "Контроль якості"), "Завершити");
    const finish = sheet(controller);
    for (const check of ["Шви рівні, ниток немає", "Без плям і дірок"])
      await finish.getByRole("group", { name: check }).getByRole("button", { name: "Так" }).tap();
    await finish.getByLabel("Виміряна довжина").fill("70,5");
    await reads(finish, "У межах допуску");
    await looksRight(controller, "завершити з перевіркою");
    await tapIn(finish, /^Завершити/);
    await says(controller, "Завершено: Контроль якості");
    await reads(column(supervisor, "Виконано"), "20 з 20 шт.");
    await reads(sales.page.locator("[aria-current=step]"), "Готово до відвантаження");
    await openTab(supervisor, /^Етапи/);
    await isUkrainian(supervisor, "усі етапи завершено");
    await openTab(supervisor, /^Історія/);
    await isUkrainian(supervisor, "історія");
  });
});
