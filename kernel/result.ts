/**
 * An expected "no" is a value. The code names it for programs, `data` fills the sentence that the door words
 * in the reader's language, `path` points at the field of the input (["lines", 0, "quantity"]).
 */
export type Refusal = {
  readonly code: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly path?: readonly (string | number)[];
};

export type Ok<T> = { readonly ok: true; readonly value: T };
export type No = { readonly ok: false; readonly refusal: Refusal };
export type Result<T> = Ok<T> | No;

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });

export function no(
  code: string,
  data?: Readonly<Record<string, unknown>>,
  path?: readonly (string | number)[],
): No {
  return {
    ok: false,
    refusal: { code, ...(data === undefined ? {} : { data }), ...(path === undefined ? {} : { path }) },
  };
}
