import type { CompiledMessage } from "@lingui/message-utils/compileMessage";
import type { TextValues } from "./compiled/text-values.ts";

export const languages = ["en", "uk"] as const;
export type Language = (typeof languages)[number];

/** A namespace is one JSON file a language: an entry loads only those whose texts it shows. */
export type Namespace = keyof TextValues;

/** The compiled texts of one language and namespace. The namespace in the type is what `t` is typed by. */
export type Catalogue<Name extends Namespace> = {
  readonly language: Language;
  readonly namespace: Name;
  readonly messages: Readonly<Record<string, CompiledMessage>>;
};

/** Every id of the given namespaces, with the values that its message needs (null: none). */
export type TextId<Name extends Namespace = Namespace> = Name extends Namespace
  ? keyof TextValues[Name] & string
  : never;
type ValuesById<Name extends Namespace, Id> = Name extends Namespace
  ? Id extends keyof TextValues[Name]
    ? TextValues[Name][Id]
    : never
  : never;
/** The rest of `t`'s arguments: nothing for a message without placeholders, else its values. */
export type ValuesArguments<Name extends Namespace, Id extends TextId<Name>> = [
  ValuesById<Name, Id>,
] extends [null]
  ? []
  : [values: Exclude<ValuesById<Name, Id>, null>];
