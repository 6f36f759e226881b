import type { Refusal } from "#kernel/result.ts";
import type { Language } from "#web/texts/catalogue.ts";
import { enCommon } from "#web/texts/compiled/en-common.ts";
import { enRefusals } from "#web/texts/compiled/en-refusals.ts";
import { ukCommon } from "#web/texts/compiled/uk-common.ts";
import { ukRefusals } from "#web/texts/compiled/uk-refusals.ts";
import { type Translator, createTranslator } from "#web/texts/translator.ts";
import type { FieldFault } from "./read-input.ts";

/** What the reader gets instead of an answer. */
export type RefusalBody = {
  readonly refusal: {
    readonly code: string;
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly data?: Readonly<Record<string, unknown>>;
    readonly fields?: readonly {
      readonly path: readonly (string | number)[];
      readonly code: string;
      readonly message: string;
    }[];
  };
};

/** Those that a screen words too, before it asks the server, are common texts. */
const catalogues = { en: [enRefusals, enCommon], uk: [ukRefusals, ukCommon] } as const;
const translators = new Map<string, Translator<"refusals" | "common">>();

function translatorOf(language: Language, timeZone: string): Translator<"refusals" | "common"> {
  const key = `${language} ${timeZone}`;
  const known = translators.get(key);
  if (known !== undefined) return known;
  const made = createTranslator(language, catalogues[language], timeZone);
  translators.set(key, made);
  return made;
}

/** Instants in a sentence are shown in `timeZone`, the workspace's. */
export type Reader = { readonly language: Language; readonly timeZone: string };

/** What in the data is an exact decimal as text. By name: what people wrote may look like a number, and stays. */
const decimals = new Set(
  "batches counted expected free got held left missing more named quantity received shipped".split(" "),
);
/** What is a plain day ("2026-03-07"). */
const days = new Set(["bestBefore"]);
const decimalText = /^-?\d+(\.\d+)?$/;
const dayText = /^\d{4}-\d{2}-\d{2}$/;

/** The data as a sentence says them; amounts with the unit that stands beside them. */
function spoken(
  data: Refusal["data"],
  { number, date, lookUp }: Translator<"refusals" | "common">,
): Refusal["data"] {
  if (data === undefined) return undefined;
  const unit = typeof data["unit"] === "string" ? lookUp(`unit.${data["unit"]}`) : undefined;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => {
      if (typeof value !== "string") return [name, value];
      if (decimals.has(name) && decimalText.test(value))
        return [name, unit === undefined ? number(value) : `${number(value)}\u00a0${unit}`];
      if (days.has(name) && dayText.test(value)) return [name, date(value)];
      return [name, value];
    }),
  );
}

export function wordRefusal(refusal: Refusal, reader: Reader, fields?: readonly FieldFault[]): RefusalBody {
  const translator = translatorOf(reader.language, reader.timeZone);
  const { t, lookUp } = translator;
  const { code, data, path } = refusal;
  const worded = fields?.map((fault) => ({
    path: fault.path,
    code: fault.code,
    message: lookUp(`refusal.field.${fault.code}`, fault.data) ?? t("refusal.field.invalid"),
  }));
  return {
    refusal: {
      code,
      message:
        // A unit may bring a full stop of its own: “шт.”
        lookUp(`refusal.${code}`, spoken(data, translator))?.replace(/(?<!\.)\.\.(?!\.)/g, ".") ??
        t("refusal.unworded", { code }),
      ...(path === undefined ? {} : { path }),
      ...(data === undefined ? {} : { data }),
      ...(worded === undefined ? {} : { fields: worded }),
    },
  };
}

/** The better liked of our languages; English where neither is named. */
export function languageOfHeader(acceptLanguage: string | undefined): Language {
  let best: { language: Language; quality: number } = { language: "en", quality: 0 };
  for (const part of (acceptLanguage ?? "").slice(0, 400).split(",")) {
    const [tag = "", ...settings] = part.trim().toLowerCase().split(";");
    const primary = tag.split("-")[0];
    if (primary !== "en" && primary !== "uk") continue;
    const quality = Number(
      settings
        .find((setting) => setting.trim().startsWith("q="))
        ?.trim()
        .slice(2) ?? 1,
    );
    if (quality > best.quality) best = { language: primary, quality };
  }
  return best.language;
}
