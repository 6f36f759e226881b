import { addTexts, type Texts, useTexts as useAnyTexts } from "#web/shared/texts.tsx";
import type { Catalogue, Language, Namespace } from "#web/texts/catalogue.ts";
import type { OfficeNamespace } from "../texts.ts";

type DeskNamespace = OfficeNamespace | "desk";
export type DeskTexts = Texts<DeskNamespace>;

export const useTexts = (): DeskTexts => useAnyTexts<DeskNamespace>();

async function loadTexts(language: Language): Promise<readonly Catalogue<Namespace>[]> {
  return language === "uk"
    ? [(await import("#web/texts/compiled/uk-desk.ts")).ukDesk]
    : [(await import("#web/texts/compiled/en-desk.ts")).enDesk];
}

// What lies over every page comes when it is opened, and its texts with it.
await addTexts(loadTexts);
