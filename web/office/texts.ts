import { type SharedNamespace, type Texts, useTexts as useAnyTexts } from "#web/shared/texts.tsx";
import type { Catalogue, Language, Namespace } from "#web/texts/catalogue.ts";

/** What the office loads at once; what single screens show beyond it comes with them (see more-texts.ts). */
export type OfficeNamespace = SharedNamespace | "office";
export type OfficeTexts = Texts<OfficeNamespace>;

export const useTexts = (): OfficeTexts => useAnyTexts<OfficeNamespace>();

/** One language at a time; the other arrives when it is chosen. */
export async function loadTexts(language: Language): Promise<readonly Catalogue<Namespace>[]> {
  return language === "uk"
    ? (await import("./texts-uk.ts")).catalogues
    : (await import("./texts-en.ts")).catalogues;
}
