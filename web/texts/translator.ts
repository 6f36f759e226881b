import { setupI18n } from "@lingui/core";
import type { CompiledMessage } from "@lingui/message-utils/compileMessage";
import type { Catalogue, Language, Namespace, TextId, ValuesArguments } from "./catalogue.ts";
import { createFormatters, type Formatters } from "./formatters.ts";

/** What words a text in the reader's language. Made once for a reader (or a request) and handed down. */
export type Translator<Name extends Namespace> = Formatters & {
  readonly language: Language;
  /** The text of an id with its values; ids and values are checked by the compiler. */
  readonly t: <Id extends TextId<Name>>(id: Id, ...values: ValuesArguments<Name, Id>) => string;
  /**
   * The text of an id that is only known at run time (`refusal.${code}`), or undefined when there is none.
   * Whoever asks has to have a sentence for that case.
   */
  readonly lookUp: (id: string, values?: Readonly<Record<string, unknown>>) => string | undefined;
};

/**
 * Catalogues have to be of the language asked for. Instants are shown in `timeZone` (an IANA name: the
 * workspace's). Server and browser use the same.
 */
export function createTranslator<Name extends Namespace>(
  language: Language,
  catalogues: readonly Catalogue<Name>[],
  timeZone: string,
): Translator<Name> {
  const messages: Record<string, CompiledMessage> = {};
  for (const catalogue of catalogues) {
    if (catalogue.language !== language) {
      throw new TypeError(`A catalogue in ${catalogue.language} for a reader of ${language}`);
    }
    Object.assign(messages, catalogue.messages);
  }
  const i18n = setupI18n({ locale: language, messages: { [language]: messages } });
  const lookUp = (id: string, values?: Readonly<Record<string, unknown>>): string | undefined =>
    Object.hasOwn(messages, id) ? endOnce(i18n._(id, values)) : undefined;
  return {
    language,
    t: (id, ...values) => endOnce(i18n._(id, values[0])),
    lookUp,
    ...createFormatters(language, timeZone, (unit) => lookUp(`unit.${unit}`)),
  };
}

/** "1 шт." at the end of a sentence: the dot of the short word ends it too. */
const endOnce = (text: string): string => text.replaceAll(/([^.])\.\.(?=\s|$)/g, "$1.");
