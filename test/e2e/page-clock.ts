import type { Person } from "./browser.ts";

const memory = "clock of the test";

/**
 * A clock of the person's own, ahead of the true one by so many milliseconds; and it can be moved on, for all their
 * pages, those to come too.
 */
export const giveClock = (person: Person, ahead: number): Promise<unknown> =>
  person.context.addInitScript(
    ([key, milliseconds]) => {
      const trueNow = Date.now;
      const { localStorage } = globalThis as unknown as {
        localStorage: { getItem(key: string): string | null };
      };
      const moved = (): number => {
        try {
          return Number(localStorage.getItem(key));
        } catch {
          // An empty page has no memory, and asks nobody the time.
          return 0;
        }
      };
      const now = (): number => trueNow() + milliseconds + moved();
      Date.now = now;
      globalThis.Date = new Proxy(Date, {
        construct: (True, given) => Reflect.construct(True, given.length === 0 ? [now()] : given) as Date,
      });
    },
    [memory, ahead] as const,
  );

/** So many milliseconds have passed, all in all, since the clock was given. */
export const moveClock = (person: Person, passed: number): Promise<unknown> =>
  person.page.evaluate(`localStorage.setItem(${JSON.stringify(memory)}, "${passed}")`);
