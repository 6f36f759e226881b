import type { Locator } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { type Person, useScene } from "./browser.ts";
import { reads, sees, seesNoMore } from "./see.ts";
import { expectUkrainian } from "./ukrainian.ts";

/**
 * Перша пекарня: власниця реєструється, відповідає на запитання, і за список перших кроків доходить до завершеного
 * замовлення зі справжньою собівартістю. Тоді прибирає приклад, і від нього нічого не лишається.
 */
const scene = useScene();

const bar = ({ page }: Person): Locator =>
  page.getByRole("region", { name: /^(Приклад|Перші кроки|Example|First steps)$/ });
/** The next step's own link, as the bar offers it. */
const next = (person: Person, name: string): Locator => bar(person).getByRole("link", { name });

async function signUp(person: Person, form: Record<string, string>, submit: string): Promise<void> {
  await person.page.goto("/sign-up");
  for (const [label, value] of Object.entries(form)) {
    await person.page.getByRole("textbox", { name: label, exact: true }).fill(value);
  }
  await person.page.getByRole("button", { name: submit }).click();
}

describe("нова пекарня", () => {
  let owner: Person;
  beforeAll(async () => {
    owner = await scene.open("Ірина", { language: "uk" });
  });
  const looksRight = async (what: string): Promise<void> => {
    await expectUkrainian(owner.page, `first run: ${what}`);
    await expectAccessible(owner.page, `first run: ${what}`);
  };

  it("реєструється й відповідає на чотири запитання", async () => {
    const { page } = owner;
    await signUp(
      owner,
      {
        "Ваше ім’я": "Ірина",
        "Електронна пошта": "iryna@bakery.example",
        Пароль: "теплий хліб",
        "Компанія або майстерня": "Теплий хліб",
      },
      "Створити робочий простір",
    );
    await sees(page.getByRole("heading", { name: "Кілька запитань" }));
    await page.getByRole("radio", { name: /^Випічка/ }).check();
    await page.getByRole("radio", { name: "2–9" }).check();
    expect(await page.getByRole("combobox", { name: "Валюта" }).inputValue()).toBe("UAH");
    expect(await page.getByRole("combobox", { name: "Часовий пояс" }).inputValue()).toBe("Europe/Kyiv");
    await page.getByRole("button", { name: "Почати" }).focus();
    await expectAccessible(page, "first run: questions");
    await page.getByRole("button", { name: "Почати" }).click();
    await reads(bar(owner), "0 з 5 зроблено");
    await sees(page.getByRole("link", { name: "Хліб для школи на тиждень" }));
    await looksRight("deals of the example");
  });

  it("приймає угоду, і замовлення з'являється само", async () => {
    const { page } = owner;
    await reads(bar(owner), "Прийміть угоду «Хліб для школи на тиждень»");
    await next(owner, "Відкрити угоду").click();
    await page
      .getByRole("navigation", { name: "Статус угоди" })
      .getByRole("button", { name: "Прийнято у виробництво" })
      .click();
    await reads(bar(owner), "1 з 5 зроблено");
    await reads(page.getByRole("region", { name: "Виробництво" }), "Замовлення 2");
  });

  it("починає й завершує останній етап замовлення, що вже в роботі", async () => {
    const { page } = owner;
    await next(owner, "Відкрити етапи").click();
    const card = page.getByRole("article", { name: /^№1 / });
    await card.getByRole("button", { name: "Почати: Пакування" }).click();
    await reads(bar(owner), "2 з 5 зроблено");
    await looksRight("the last stage at work");
    await card
      .getByRole("button", { name: /^Завершити/ })
      .first()
      .click();
    const dialog = page.getByRole("dialog", { name: /^Завершити: Пакування/ });
    await dialog.getByRole("radio", { name: "Так" }).check();
    await dialog.getByRole("button", { name: "Завершити" }).click();
    await reads(bar(owner), "3 з 5 зроблено");
  });

  it("бачить, скільки воно справді коштувало", async () => {
    const { page } = owner;
    await reads(bar(owner), "Подивіться, скільки коштувало замовлення 1");
    await next(owner, "Показати собівартість").click();
    await sees(page.getByRole("heading", { level: 1, name: /1/ }));
    await reads(page.getByRole("main"), /Борошно|Матеріали/);
    await reads(bar(owner), "4 з 5 зроблено");
    await looksRight("the cost");
  });

  it("прибирає приклад, повертає його і прибирає знову", async () => {
    const { page } = owner;
    const remove = async (): Promise<void> => {
      await bar(owner).getByRole("button", { name: "Прибрати приклад" }).click();
      const dialog = page.getByRole("dialog", { name: "Прибрати «Приклад: пекарня»?" });
      await reads(dialog, "3 угоди");
      await reads(dialog, "2 замовлення");
      await reads(dialog, "з них ваших: 1");
      await reads(dialog, "Ваш робочий простір лишається таким, як є");
      await looksRight("what goes with the example");
      await dialog.getByRole("button", { name: "Прибрати приклад" }).click();
      await sees(page.getByText("Приклад прибрано."));
    };
    const gone = page.url();
    await remove();
    await expect.poll(() => new URL(page.url()).pathname).toMatch(/^\/w\/teplyi-khlib/);
    await page.getByRole("button", { name: "Скасувати" }).click();
    await sees(page.getByRole("link", { name: "Хліб для школи на тиждень" }));
    await remove();
    await page.goto(gone);
    await sees(page.getByText("Інші робочі простори"));
    expect(await page.getByText("Хліб на заквасці").count()).toBe(0);
  });

  it("має у своєму просторі шаблон і жодної угоди", async () => {
    const { page } = owner;
    await page.goto("/");
    await sees(page.getByRole("heading", { name: "Угоди" }));
    // The template is there; everything else is still to be done.
    await reads(bar(owner), "1 з 7 зроблено");
    expect(await page.getByText("Хліб для школи на тиждень").count()).toBe(0);
    await looksRight("the own workspace, empty");
    await page.getByRole("link", { name: "Шаблони виробництва" }).click();
    await sees(page.getByRole("link", { name: /Хліб на заквасці/ }));
    await bar(owner).getByRole("button", { name: "Прибрати перші кроки" }).click();
    await seesNoMore(bar(owner));
  });
});

describe("a workshop of something else, empty, on a phone", () => {
  let owner: Person;
  beforeAll(async () => {
    owner = await scene.open("Oleh", { phone: true });
  });

  it("answers, and gets an empty workspace with a list of what to do", async () => {
    const { page } = owner;
    await signUp(
      owner,
      {
        "Your name": "Oleh",
        "E-mail": "oleh@kites.example",
        Password: "fly a kite",
        "Company or workshop": "Kites",
      },
      "Make the workspace",
    );
    await page.getByRole("radio", { name: /^Something else/ }).check();
    await page.getByRole("radio", { name: "Only me" }).check();
    await page.getByRole("radio", { name: /^With my own/ }).check();
    await expectAccessible(page, "first run: questions on a phone");
    await page.getByRole("button", { name: "Begin" }).click();
    await reads(bar(owner), "0 of 6 done");
    await reads(bar(owner), "Write down how it is made");
    await expectAccessible(page, "first run: the empty workspace on a phone");
  });

  it("may still look at an example later", async () => {
    const { page } = owner;
    await bar(owner).getByRole("button", { name: "All steps" }).click();
    await bar(owner).getByRole("link", { name: "Look at an example" }).first().click();
    await page.getByRole("radio", { name: /^Sewing/ }).check();
    await page.getByRole("button", { name: "Open the example" }).click();
    await reads(bar(owner), "Accept the deal “Hoodies for the school choir”");
    await expectAccessible(page, "first run: the example on a phone");
  });
});
