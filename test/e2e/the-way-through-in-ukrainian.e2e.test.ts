import { beforeAll, describe, expect, it } from "vitest";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { expectAccessible } from "./accessible.ts";
import { type Person, useScene } from "./browser.ts";
import { figure, patience, reads, sees, seesNoMore, signInFloor, signInOffice } from "./see.ts";
import { expectUkrainian } from "./ukrainian.ts";

/** The same way once in Ukrainian, with nothing of another language left on any page of it. */
const scene = useScene();

const product = "Арабіка преміум, 250 г";
const title = "Двадцять пакетів для читальні";
let demo: DemoWorkspace;
let sales: Person;
let supervisor: Person;
let roaster: Person;
let packer: Person;

beforeAll(async () => {
  demo = await scene.product().demo("uk");
  const language = "uk";
  sales = await scene.open("sales", { language });
  supervisor = await scene.open("supervisor", { language });
  roaster = await scene.open("roaster", { language, phone: true });
  packer = await scene.open("packer", { language, phone: true });
});

describe("від угоди до прибутку", () => {
  it("впускає кожного його мовою", async () => {
    await sales.page.goto("/");
    await sees(sales.page.getByRole("heading", { name: "Вхід" }));
    await expectUkrainian(sales.page, "sign in");
    await signInOffice(sales, demo.emails.sales, { language: "uk" });
    await signInOffice(supervisor, demo.emails.supervisor, { language: "uk" });
    await signInFloor(roaster, demo.emails.roaster, { language: "uk" });
    await signInFloor(packer, demo.emails.packer, { language: "uk" });
  });

  it("робить замовлення з угоди", async () => {
    const { page } = sales;
    await sees(page.getByRole("heading", { name: "Угоди", level: 1 }));
    await expectUkrainian(page, "deals");
    await page.getByRole("button", { name: "Нова угода" }).click();
    const dialog = page.getByRole("dialog", { name: "Нова угода" });
    await dialog.getByLabel("Про що угода?").fill(title);
    await dialog.getByRole("combobox", { name: "Виріб" }).fill("Арабіка");
    await page.getByRole("option", { name: product }).click();
    await dialog.getByLabel("Кількість").fill("20");
    await expectUkrainian(page, "new deal");
    await dialog.getByRole("button", { name: "Додати угоду" }).click();
    await sees(page.getByRole("heading", { name: title, level: 1 }));
    const path = page.getByRole("navigation", { name: "Статус угоди" });
    await path.getByRole("button", { name: "Прийнято у виробництво" }).click();
    const production = page.getByRole("region", { name: "Виробництво" });
    await reads(production, "Замовлення 2");
    await reads(production, "Очікує");
    await expectUkrainian(page, "deal");

    await supervisor.page.getByRole("link", { name: "Дошка" }).click();
    await sees(supervisor.page.getByRole("heading", { name: "Дошка виробництва" }));
    await sees(supervisor.page.getByRole("region", { name: "Очікує: 1 замовлення" }));
    await expectUkrainian(supervisor.page, "production board");
    await supervisor.page.getByRole("link", { name: `№2 ${product}` }).click();
    for (const tab of ["Огляд", "Матеріали", "Історія", "Етапи"]) {
      await supervisor.page.getByRole("tab", { name: new RegExp(`^${tab}`) }).click();
      await sees(
        supervisor.page.getByRole("tabpanel", { name: new RegExp(`^${tab}`) }).getByText(/[а-яіїє]{3}/),
      );
      await expectUkrainian(supervisor.page, `order card: ${tab}`);
    }
  });

  it("обсмажує, чекає й пакує", async () => {
    const { page } = roaster;
    await page.getByRole("tab", { name: /^Очікують/ }).tap();
    await expectUkrainian(page, "my stages: waiting");
    await page.getByRole("button", { name: "Почати: Обсмажування зерна" }).tap();
    const card = page.getByRole("article", { name: "Обсмажування зерна" });
    await reads(card.getByRole("timer"), /0:0[2-9]/);
    await card.getByRole("button", { name: "Пауза" }).tap();
    await sees(page.getByRole("button", { name: "Обід" }));
    await expectUkrainian(page, "why the pause");
    await page.getByRole("button", { name: "Обід" }).tap();
    await card.getByRole("button", { name: "Продовжити" }).tap();
    await card.getByRole("button", { name: "Завершити" }).tap();
    const sheet = page.getByRole("dialog", { name: "Завершити: Обсмажування зерна" });
    await sheet.getByLabel("Зелене зерно, арабіка", { exact: true }).fill("6,1");
    await expectUkrainian(page, "finish");
    await expectAccessible(page, "finish, in Ukrainian");
    await sheet.getByRole("button", { name: /^Завершити/ }).tap();
    await sees(page.getByText("Завершено: Обсмажування зерна"));
    await page.getByRole("tab", { name: /^Зроблено/ }).tap();
    await expectUkrainian(page, "my stages: done today");

    const waiting = packer.page.getByRole("article", { name: "Помел і пакування" });
    await packer.page.getByRole("tab", { name: /^Очікують/ }).tap();
    await reads(waiting, /Можна почати з .+ — чекаємо: дегазація/);
    await expectUkrainian(packer.page, "my stages: held by a wait");
    const office = supervisor.page;
    await office.getByRole("button", { name: "Випустити раніше" }).click();
    const dialog = office.getByRole("dialog", { name: "Випустити раніше: Помел і пакування" });
    await dialog.getByLabel("Причина").fill("Клієнт меле сам");
    await expectUkrainian(office, "release early");
    await dialog.getByRole("button", { name: "Випустити раніше" }).click();
    await seesNoMore(dialog);
    await waiting.getByRole("button", { name: "Почати: Помел і пакування" }).tap();
    await reads(waiting.getByRole("timer"), /0:0[1-9]/);
    await waiting.getByRole("button", { name: "Завершити" }).tap();
    const packed = packer.page.getByRole("dialog", { name: "Завершити: Помел і пакування" });
    await packed.getByRole("button", { name: /^Завершити/ }).tap();
    await sees(packer.page.getByText("Завершено: Помел і пакування"));
  });

  it("показує справжній прибуток і відвантажує", async () => {
    const { page } = sales;
    await reads(page.locator("[aria-current=step]"), "Готово до відвантаження");
    const profit = page.getByRole("row", { name: /^Прибуток .*₴/ });
    const cost = page.getByRole("row", { name: /^Собівартість .*₴/ });
    const real = async (row: typeof profit): Promise<string> =>
      figure(await row.getByRole("cell").nth(1).innerText(), "uk");
    await expect.poll(async () => real(cost), patience).toMatch(/^27\d\d\.\d\d$/);
    expect((6400 - Number(await real(cost))).toFixed(2)).toBe(await real(profit));
    await expectUkrainian(page, "deal: real profit");

    await supervisor.page.getByRole("tab", { name: "Огляд" }).click();
    await sees(supervisor.page.getByRole("row", { name: /^Разом/ }));
    await expectUkrainian(supervisor.page, "order card: real cost");

    await page.getByRole("button", { name: "Відвантажити", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Відвантажити клієнту" });
    await expect.poll(() => dialog.getByLabel(product).inputValue(), patience).toBe("20");
    await expectUkrainian(page, "ship");
    await dialog.getByRole("button", { name: "Відвантажити" }).click();
    await reads(page.getByRole("row", { name: /^Арабіка преміум/ }), /відвантажено 20 шт/);
    for (const place of ["Залишки", "Номенклатура", "Шаблони виробництва", "Контакти", "Завдання"]) {
      await page.getByRole("link", { name: place, exact: true }).click();
      const heading = place === "Залишки" ? "Склад" : place;
      await sees(page.getByRole("heading", { name: heading, level: 1 }));
      await expect
        .poll(
          () =>
            page
              .getByRole("main")
              .getByText(/[а-яіїє]{3}/)
              .count(),
          patience,
        )
        .toBeGreaterThan(4);
      await expectUkrainian(page, place);
    }
  });
});
