import { type SharedNamespace, type Texts, useTexts as useAnyTexts } from "#web/shared/texts.tsx";
import type { Catalogue, Language, Namespace } from "#web/texts/catalogue.ts";

/** What the office loads; `facts` words the history of an order. */
export type OfficeNamespace = SharedNamespace | "office" | "facts";
export type OfficeTexts = Texts<OfficeNamespace>;

export const useTexts = (): OfficeTexts => useAnyTexts<OfficeNamespace>();

/** One language at a time; the other arrives when it is chosen. */
export async function loadTexts(language: Language): Promise<readonly Catalogue<Namespace>[]> {
  return language === "uk"
    ? (await import("./texts-uk.ts")).catalogues
    : (await import("./texts-en.ts")).catalogues;
}
