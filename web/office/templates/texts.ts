import { addTexts, type Texts, useTexts as useAnyTexts } from "#web/shared/texts.tsx";
import type { Catalogue, Language, Namespace } from "#web/texts/catalogue.ts";
import type { OfficeNamespace } from "../texts.ts";

type TemplateNamespace = OfficeNamespace | "templates";

export const useTexts = (): Texts<TemplateNamespace> => useAnyTexts<TemplateNamespace>();

async function loadTexts(language: Language): Promise<readonly Catalogue<Namespace>[]> {
  return language === "uk"
    ? [(await import("#web/texts/compiled/uk-templates.ts")).ukTemplates]
    : [(await import("#web/texts/compiled/en-templates.ts")).enTemplates];
}

// The editor has hundreds of texts that no other page shows: its pages, which import this, wait for them here.
await addTexts(loadTexts);
