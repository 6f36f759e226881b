import { type SharedNamespace, type Texts, useTexts as useAnyTexts } from "#web/shared/texts.tsx";
import type { Catalogue, Language, Namespace } from "#web/texts/catalogue.ts";

export type FloorNamespace = SharedNamespace | "floor";
export type FloorTexts = Texts<FloorNamespace>;

export const useTexts = (): FloorTexts => useAnyTexts<FloorNamespace>();

/** One language at a time; the other arrives when it is chosen. */
export async function loadTexts(language: Language): Promise<readonly Catalogue<Namespace>[]> {
  return language === "uk"
    ? (await import("./texts-uk.ts")).catalogues
    : (await import("./texts-en.ts")).catalogues;
}
