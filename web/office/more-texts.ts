import { addTexts } from "#web/shared/texts.tsx";
import type { Catalogue, Language, Namespace } from "#web/texts/catalogue.ts";

/** Texts that only some screens show: they come with these, and not with the first load. */
type Loading = Promise<readonly Catalogue<Namespace>[]>;

/** What the server words itself, for refusals that the browser finds or gets without words. */
export async function loadRefusalTexts(language: Language): Loading {
  return language === "uk"
    ? [(await import("#web/texts/compiled/uk-refusals.ts")).ukRefusals]
    : [(await import("#web/texts/compiled/en-refusals.ts")).enRefusals];
}

/** The sentences of an order's history. */
export async function loadFactTexts(language: Language): Loading {
  return language === "uk"
    ? [(await import("#web/texts/compiled/uk-facts.ts")).ukFacts]
    : [(await import("#web/texts/compiled/en-facts.ts")).enFacts];
}

/** A page with the texts that it needs beyond the entry's. */
export async function withTexts<Page>(
  page: Promise<Page>,
  ...loaders: readonly ((language: Language) => Loading)[]
): Promise<Page> {
  const [loaded] = await Promise.all([page, ...loaders.map((loader) => addTexts(loader))]);
  return loaded;
}
