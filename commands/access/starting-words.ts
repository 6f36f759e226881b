import type { z } from "zod";
import type { languageField } from "#kernel/field.ts";

/**
 * What a new workspace finds in its dictionaries, in its own language. They become its data, to be renamed at
 * will: no screen's texts, so they are not in web/texts.
 */
export type Language = z.output<typeof languageField>;

export const statusKeys = [
  "new",
  "quoted",
  "accepted",
  "inProduction",
  "rework",
  "readyToShip",
  "shipped",
  "won",
  "lost",
] as const;
export type StatusKey = (typeof statusKeys)[number];
export const warehouseKeys = ["materials", "finishedGoods"] as const;
export type WarehouseKey = (typeof warehouseKeys)[number];

export const startingStopReasons = [
  { key: "technologicalBreak", kind: "pause", paid: true },
  { key: "lunch", kind: "pause", paid: false },
  { key: "equipmentOverload", kind: "pause", paid: true },
  { key: "noMaterial", kind: "block", paid: false },
  { key: "equipmentDown", kind: "block", paid: false },
  { key: "waitingForDecision", kind: "block", paid: false },
] as const;
export type StopReasonKey = (typeof startingStopReasons)[number]["key"];

export const defectReasonKeys = ["rawMaterial", "equipmentSetup", "humanFactor", "packaging"] as const;
export type DefectReasonKey = (typeof defectReasonKeys)[number];

export type StartingWords = {
  readonly pipeline: string;
  readonly statuses: Readonly<Record<StatusKey, string>>;
  readonly warehouses: Readonly<Record<WarehouseKey, string>>;
  readonly stopReasons: Readonly<Record<StopReasonKey, string>>;
  readonly defectReasons: Readonly<Record<DefectReasonKey, string>>;
};

export const startingWords: Readonly<Record<Language, StartingWords>> = {
  en: {
    pipeline: "Sales",
    statuses: {
      new: "New",
      quoted: "Quoted",
      accepted: "Accepted for production",
      inProduction: "In production",
      rework: "Rework",
      readyToShip: "Ready to ship",
      shipped: "Shipped",
      won: "Won",
      lost: "Lost",
    },
    warehouses: { materials: "Materials", finishedGoods: "Finished goods" },
    stopReasons: {
      technologicalBreak: "Technological break",
      lunch: "Lunch",
      equipmentOverload: "Equipment overload",
      noMaterial: "No material",
      equipmentDown: "Equipment down",
      waitingForDecision: "Waiting for a decision",
    },
    defectReasons: {
      rawMaterial: "Raw material defect",
      equipmentSetup: "Equipment setup error",
      humanFactor: "Human factor",
      packaging: "Packaging defect",
    },
  },
  uk: {
    pipeline: "Продажі",
    statuses: {
      new: "Нова",
      quoted: "Пораховано",
      accepted: "Прийнято у виробництво",
      inProduction: "У виробництві",
      rework: "Доробка",
      readyToShip: "Готово до відвантаження",
      shipped: "Відвантажено",
      won: "Успішна",
      lost: "Втрачена",
    },
    warehouses: { materials: "Матеріали", finishedGoods: "Готова продукція" },
    stopReasons: {
      technologicalBreak: "Технологічна перерва",
      lunch: "Обід",
      equipmentOverload: "Перевантаження обладнання",
      noMaterial: "Немає матеріалу",
      equipmentDown: "Обладнання не працює",
      waitingForDecision: "Очікує рішення",
    },
    defectReasons: {
      rawMaterial: "Дефект сировини",
      equipmentSetup: "Помилка налаштування обладнання",
      humanFactor: "Людський фактор",
      packaging: "Дефект пакування",
    },
  },
};
