import type { Language } from "#commands/access/starting-words.ts";
import type { ReadyTrade } from "#modules/templates/contract/routes.ts";

/** What an example workshop is called and whom it works for. It becomes its data: no screen's texts. */
export type ExampleWords = {
  readonly workspace: Readonly<Record<ReadyTrade, string>>;
  readonly people: readonly [string, string];
  readonly suppliers: readonly [string, string];
  readonly customers: readonly { readonly company: string; readonly contact: string }[];
  /** in work, to be accepted, just asked for */
  readonly deals: Readonly<Record<ReadyTrade, readonly [string, string, string]>>;
  readonly firstDelivery: string;
  readonly secondDelivery: string;
};

export const exampleWords: Readonly<Record<Language, ExampleWords>> = {
  en: {
    workspace: {
      sewing: "Example sewing workshop",
      furniture: "Example furniture workshop",
      bakery: "Example bakery",
      joinery: "Example joinery",
      print: "Example print shop",
      coffee: "Example coffee roastery",
    },
    people: ["Olena Bondar", "Taras Melnyk"],
    suppliers: ["Everything for the trade Ltd", "Northern Wholesale"],
    customers: [
      { company: "Morning café", contact: "Marta Hnatiuk" },
      { company: "Linden school", contact: "Andrii Koval" },
    ],
    deals: {
      sewing: ["Hoodies for the café's staff", "Hoodies for the school choir", "Hoodies for a fair"],
      furniture: ["A wardrobe for the café", "Two wardrobes for the school", "A wardrobe for the hall"],
      bakery: ["Bread for the weekend", "Bread for the school's week", "Bread for a fair"],
      joinery: ["Window sills for the café", "Window sills for two classrooms", "A sill for the hall"],
      print: ["Cards for the café", "Cards for the school's teachers", "Cards for a fair"],
      coffee: ["Coffee for the café", "Coffee for the teachers' room", "Coffee for a fair"],
    },
    firstDelivery: "First delivery",
    secondDelivery: "Second delivery",
  },
  uk: {
    workspace: {
      sewing: "Приклад: швейна майстерня",
      furniture: "Приклад: меблева майстерня",
      bakery: "Приклад: пекарня",
      joinery: "Приклад: столярня",
      print: "Приклад: друкарня",
      coffee: "Приклад: кавова обсмажка",
    },
    people: ["Олена Бондар", "Тарас Мельник"],
    suppliers: ["ТОВ «Усе для справи»", "Гуртівня «Північ»"],
    customers: [
      { company: "Кав'ярня «Ранок»", contact: "Марта Гнатюк" },
      { company: "Школа «Липа»", contact: "Андрій Коваль" },
    ],
    deals: {
      sewing: ["Худі для команди кав'ярні", "Худі для шкільного хору", "Худі на ярмарок"],
      furniture: ["Шафа для кав'ярні", "Дві шафи для школи", "Шафа в передпокій"],
      bakery: ["Хліб на вихідні", "Хліб для школи на тиждень", "Хліб на ярмарок"],
      joinery: ["Підвіконня для кав'ярні", "Підвіконня для двох класів", "Підвіконня в передпокій"],
      print: ["Візитки для кав'ярні", "Візитки для вчителів", "Візитки на ярмарок"],
      coffee: ["Кава для кав'ярні", "Кава для вчительської", "Кава на ярмарок"],
    },
    firstDelivery: "Перша поставка",
    secondDelivery: "Друга поставка",
  },
};
