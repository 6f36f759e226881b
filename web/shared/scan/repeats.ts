/**
 * A code lies before the camera for seconds: it is told once, and again only after it has been out of sight, or
 * another one was read between.
 */
export function createRepeatGuard(quietMs: number) {
  let last: { readonly code: string; readonly at: number } | null = null;
  return {
    /** Whether the code, seen at `at` (ms), is news. */
    isNews(code: string, at: number): boolean {
      const repeated = last !== null && last.code === code && at - last.at < quietMs;
      last = { code, at };
      return !repeated;
    },
  };
}
