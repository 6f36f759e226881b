import type { Unit } from "#kernel/unit.ts";
import type { ColumnTarget, ImportField } from "../../contract/item-import.ts";
import type { ItemKind } from "../../contract/routes.ts";

export type FileLanguage = "en" | "uk";

/**
 * What columns are called. The first of each is what we write; the others are what files of shops and of other
 * programs say. Read without case, marks and what stands in brackets.
 */
const columnNames: Readonly<Record<ImportField, Readonly<Record<FileLanguage, readonly string[]>>>> = {
  name: {
    en: ["Name", "item", "item name", "product", "product name", "title", "goods", "material"],
    uk: ["Назва", "найменування", "номенклатура", "товар", "позиція", "назва товару", "матеріал"],
  },
  kind: { en: ["Kind", "type", "item type"], uk: ["Вид", "тип", "вид номенклатури"] },
  unit: {
    en: ["Unit", "units", "uom", "unit of measure", "measure"],
    uk: ["Одиниця", "од", "од вим", "од виміру", "одиниця виміру", "одиниці", "одиниці виміру"],
  },
  variant: { en: ["Variant", "variant name"], uk: ["Варіант", "характеристика", "модифікація"] },
  sku: {
    en: ["SKU", "code", "article", "item code", "part number", "ref"],
    uk: ["Артикул", "код", "код товару", "арт"],
  },
  barcode: {
    en: ["Barcode", "bar code", "ean", "ean13", "gtin", "upc"],
    uk: ["Штрихкод", "штрих код", "штрихкоди"],
  },
  salePrice: {
    en: ["Selling price", "sale price", "price", "retail price", "sales price"],
    uk: ["Ціна продажу", "ціна", "роздрібна ціна", "ціна роздрібна", "відпускна ціна"],
  },
  listPrice: {
    en: ["List price", "purchase price", "buying price", "cost", "cost price"],
    uk: ["Ціна закупівлі", "закупівельна ціна", "ціна закупки", "закупка", "собівартість", "вхідна ціна"],
  },
  shelfLifeDays: {
    en: ["Shelf life (days)", "shelf life", "shelf life days"],
    uk: ["Термін придатності (днів)", "термін придатності", "строк придатності", "термін зберігання"],
  },
  traced: {
    en: ["Told apart by batch", "batches", "batch tracked", "batch tracking", "lot tracking", "traced"],
    uk: ["Розрізняти за партіями", "облік за партіями", "партії", "партійний облік", "облік партій"],
  },
  packName: { en: ["Pack", "package", "packaging", "packing"], uk: ["Пакування", "упаковка", "тара"] },
  packContains: {
    en: ["Pack contains", "contains", "in a pack", "pack size", "quantity in pack"],
    uk: ["У пакуванні", "в упаковці", "кількість в упаковці", "вміст пакування", "фасування"],
  },
  openingQuantity: {
    en: ["Opening stock", "stock", "on hand", "quantity", "qty", "balance"],
    uk: ["Початковий залишок", "залишок", "кількість", "кіл", "к сть", "на складі"],
  },
  openingPrice: {
    en: ["Opening price", "stock price", "price of stock"],
    uk: ["Ціна залишку", "ціна початкового залишку", "облікова ціна"],
  },
  warehouse: { en: ["Warehouse", "location", "store"], uk: ["Склад", "місце зберігання"] },
  id: { en: ["Treadle ID"], uk: ["ID Treadle"] },
};

const attributeWords = { en: "attribute", uk: "атрибут" } as const;

/** How units and kinds are written: ours first, in the file's language. */
const unitWords: Readonly<Record<Unit, Readonly<Record<FileLanguage, readonly string[]>>>> = {
  pcs: {
    en: ["pcs", "pc", "piece", "pieces", "ea", "each", "unit", "units"],
    uk: ["шт", "штука", "штуки", "штук", "од", "одиниць"],
  },
  g: { en: ["g", "gr", "gram", "grams", "gramme"], uk: ["г", "гр", "грам", "грами", "грамів"] },
  kg: {
    en: ["kg", "kgs", "kilo", "kilogram", "kilograms"],
    uk: ["кг", "кілограм", "кілограми", "кілограмів"],
  },
  t: { en: ["t", "ton", "tonne", "tons", "tonnes"], uk: ["т", "тонна", "тонни", "тонн"] },
  mm: { en: ["mm", "millimetre", "millimeter", "millimetres"], uk: ["мм", "міліметр", "міліметри"] },
  cm: { en: ["cm", "centimetre", "centimeter", "centimetres"], uk: ["см", "сантиметр", "сантиметри"] },
  m: {
    en: ["m", "metre", "meter", "metres", "meters"],
    uk: ["м", "метр", "метри", "метрів", "м п", "пог м", "п м"],
  },
  m2: {
    en: ["m2", "m²", "sqm", "sq m", "square metre"],
    uk: ["м²", "м2", "кв м", "м кв", "квадратний метр"],
  },
  ml: { en: ["ml", "millilitre", "milliliter"], uk: ["мл", "мілілітр", "мілілітри"] },
  l: { en: ["l", "lt", "litre", "liter", "litres", "liters"], uk: ["л", "літр", "літри", "літрів"] },
  h: { en: ["h", "hr", "hour", "hours"], uk: ["год", "година", "години", "годин"] },
};
const kindWords: Readonly<Record<ItemKind, Readonly<Record<FileLanguage, readonly string[]>>>> = {
  product: {
    en: ["Product", "finished goods", "finished good", "goods"],
    uk: ["Виріб", "товар", "продукт", "продукція", "готова продукція", "вироби"],
  },
  semi_finished: {
    en: ["Semi-finished", "semifinished", "semi finished", "semi_finished", "semi finished product"],
    uk: ["Напівфабрикат", "напівфабрикати", "н ф", "пф"],
  },
  material: {
    en: ["Material", "materials", "raw material", "raw"],
    uk: ["Матеріал", "матеріали", "сировина", "комплектуюче", "комплектуючі"],
  },
};

const answerWords: Readonly<Record<"yes" | "no", Readonly<Record<FileLanguage, readonly string[]>>>> = {
  yes: { en: ["yes", "y", "true", "1", "+", "x"], uk: ["так", "т", "істина", "є"] },
  no: { en: ["no", "n", "false", "0", "-", "–"], uk: ["ні", "н", "хиба", "немає"] },
};

/** Without case, marks at the ends, dots and dashes between, and any currency. */
export const plainWord = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[’ʼ`´]/g, "'")
    .replaceAll(/[*:.,;_/\\-]+/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

/** The same without what stands in brackets or after it says a currency: "Ціна продажу, грн" is a selling price. */
const plainName = (text: string): string =>
  plainWord(text.replaceAll(/\([^)]*\)|\[[^\]]*\]/g, " "))
    .replaceAll(/\s(грн|uah|usd|eur|₴|\$|€)$/g, "")
    .trim();

function wordsOf<Key extends string>(
  table: Readonly<Record<Key, Readonly<Record<FileLanguage, readonly string[]>>>>,
  plain: (text: string) => string,
): ReadonlyMap<string, Key> {
  const words = new Map<string, Key>();
  for (const [key, { en, uk }] of Object.entries(table) as [Key, Record<FileLanguage, readonly string[]>][]) {
    for (const word of [...en, ...uk]) if (!words.has(plain(word))) words.set(plain(word), key);
  }
  return words;
}

const fieldOfName = wordsOf(columnNames, plainName);
const unitOfWord = wordsOf(unitWords, plainWord);
const answerOfWord = wordsOf(answerWords, (text) => text.toLowerCase().trim());
const kindOfWord = wordsOf(kindWords, plainWord);

export const readUnit = (text: string): Unit | null => unitOfWord.get(plainWord(text)) ?? null;
export const readKind = (text: string): ItemKind | null => kindOfWord.get(plainWord(text)) ?? null;

/** Null: neither yes nor no. */
export function readAnswer(text: string): boolean | null {
  const answer = answerOfWord.get(text.toLowerCase().trim());
  return answer === undefined ? null : answer === "yes";
}

const attributeName = /^(?:attribute|атрибут)\s*:\s*(.+)$/i;
const unitAtEnd = /^(.*\S)\s*\(([^()]+)\)$/;
const textMark = "text";

/** What a column fills, by what stands in its first cell; null where nothing is recognised. */
export function recogniseColumn(cell: string): ColumnTarget {
  const attribute = attributeName.exec(cell.trim())?.[1]?.trim();
  if (attribute !== undefined) {
    const ending = unitAtEnd.exec(attribute);
    return attributeOf(attribute, ending?.[1] ?? "", ending?.[2]);
  }
  const field = fieldOfName.get(plainName(cell));
  return field === undefined ? null : { field };
}

function attributeOf(whole: string, before: string, inBrackets: string | undefined): ColumnTarget {
  if (whole.length > 200) return null;
  if (inBrackets === undefined) return { field: "attribute", name: whole, unit: null };
  // A text whose name ends like a unit ("size (m)") says so behind it.
  if (inBrackets === textMark) return { field: "attribute", name: before, unit: null };
  const unit = readUnit(inBrackets);
  return { field: "attribute", name: unit === null ? whole : before, unit };
}

/** What we call a column that fills this, so that `recogniseColumn` knows it again. */
export function nameOfColumn(target: NonNullable<ColumnTarget>, language: FileLanguage): string {
  if (target.field !== "attribute") return columnNames[target.field][language][0] ?? target.field;
  const { name, unit } = target;
  const bare = `${attributeWords[language]}: ${name}`;
  if (unit !== null) return `${bare} (${wordOfUnit(unit, language)})`;
  return unitAtEnd.test(name) ? `${bare} (${textMark})` : bare;
}

export const wordOfUnit = (unit: Unit, language: FileLanguage): string =>
  unitWords[unit][language][0] ?? unit;
export const wordOfAnswer = (answer: boolean, language: FileLanguage): string =>
  answerWords[answer ? "yes" : "no"][language][0] ?? String(answer);
export const wordOfKind = (kind: ItemKind, language: FileLanguage): string =>
  kindWords[kind][language][0] ?? kind;
