import { addTexts, type Texts, useTexts as useAnyTexts } from "#web/shared/texts.tsx";
import type { Catalogue, Language, Namespace } from "#web/texts/catalogue.ts";
import type { OfficeNamespace } from "../texts.ts";

type StockNamespace = OfficeNamespace | "stock";
export type StockTexts = Texts<StockNamespace>;

export const useTexts = (): StockTexts => useAnyTexts<StockNamespace>();

async function loadTexts(language: Language): Promise<readonly Catalogue<Namespace>[]> {
  return language === "uk"
    ? [(await import("#web/texts/compiled/uk-stock.ts")).ukStock]
    : [(await import("#web/texts/compiled/en-stock.ts")).enStock];
}

// Stock, items and buying have many texts that no other page shows: what shows them imports this, and waits here.
await addTexts(loadTexts);
