type Load<Language, Part> = (language: Language) => Promise<readonly Part[]>;

/**
 * The texts that are there, all in one language. A language may be chosen while a screen's texts are on their way, and
 * these may come while the language is: whichever is last, nothing is shown in another language and nothing is lost.
 */
export function createTextShelf<Language, Part>() {
  const loaders = new Set<Load<Language, Part>>();
  let wanted: Language | undefined;
  let there: ReadonlySet<Load<Language, Part>> = new Set();
  let parts: readonly Part[] = [];

  /** Whether these are the texts to show now; false where another language was chosen meanwhile. */
  async function show(language: Language): Promise<boolean> {
    wanted = language;
    for (;;) {
      const asked = [...loaders];
      const loaded = await Promise.all(asked.map((load) => load(language)));
      if (wanted !== language) return false;
      if (asked.length !== loaders.size || asked.some((load) => !loaders.has(load))) continue;
      parts = loaded.flat();
      there = new Set(asked);
      return true;
    }
  }

  return {
    show,
    /** Answers the language that they are there in; null where they were already. Waits for show to be asked first. */
    async add(loader: Load<Language, Part>): Promise<Language | null> {
      if (there.has(loader) || wanted === undefined) return null;
      loaders.add(loader);
      try {
        while (!there.has(loader)) await show(wanted);
      } catch (error) {
        // What can't be had must not keep the other texts from coming.
        loaders.delete(loader);
        throw error;
      }
      return wanted;
    },
    /** The entry's own, before any is shown. */
    begin: (loader: Load<Language, Part>): void => void loaders.add(loader),
    has: (loader: Load<Language, Part>): boolean => there.has(loader),
    parts: (): readonly Part[] => parts,
  };
}
