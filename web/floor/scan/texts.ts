import { addTexts, type Texts, useTexts as useAnyTexts } from "#web/shared/texts.tsx";
import type { Catalogue, Language, Namespace } from "#web/texts/catalogue.ts";
import type { FloorNamespace } from "../texts.ts";

type TabletNamespace = FloorNamespace | "tablet";

export const useTexts = (): Texts<TabletNamespace> => useAnyTexts<TabletNamespace>();

async function loadTexts(language: Language): Promise<readonly Catalogue<Namespace>[]> {
  return language === "uk"
    ? [(await import("#web/texts/compiled/uk-tablet.ts")).ukTablet]
    : [(await import("#web/texts/compiled/en-tablet.ts")).enTablet];
}

// Of the shared tablet and the scanner: what shows them imports this, and waits here.
await addTexts(loadTexts);
