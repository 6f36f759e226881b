import { addTexts, type Texts, useTexts as useAnyTexts } from "#web/shared/texts.tsx";
import type { Catalogue, Language, Namespace } from "#web/texts/catalogue.ts";
import type { OfficeNamespace } from "../texts.ts";

export type ProductionTexts = Texts<OfficeNamespace | "production">;

export const useTexts = (): ProductionTexts => useAnyTexts<OfficeNamespace | "production">();

async function loadTexts(language: Language): Promise<readonly Catalogue<Namespace>[]> {
  return language === "uk"
    ? [(await import("#web/texts/compiled/uk-production.ts")).ukProduction]
    : [(await import("#web/texts/compiled/en-production.ts")).enProduction];
}

// Hundreds of texts that no other page shows: what shows an order imports this, and waits for them here.
await addTexts(loadTexts);
