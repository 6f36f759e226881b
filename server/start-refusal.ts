const refusals = new WeakSet<Error>();

/**
 * The reason why the server does not start, as one plain sentence for the person at the terminal: it names
 * what is wrong and, where there is one, the way out. Thrown, because every caller ends there; it is printed
 * without a stack, unlike a bug.
 */
export function startRefusal(sentence: string, cause?: unknown): Error {
  const error = new Error(sentence, cause === undefined ? undefined : { cause });
  refusals.add(error);
  return error;
}

export function isStartRefusal(error: unknown): error is Error {
  return error instanceof Error && refusals.has(error);
}

/** What went wrong in words, whatever was thrown. A failed connection to several addresses has no message of its own. */
export function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(wordsOf).join("; ");
  if (error instanceof Error) return error.message === "" ? error.name : error.message;
  return String(error);
}

/** The `code` of a system or PostgreSQL error (ENOENT, 3D000), where it has one. */
export function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
