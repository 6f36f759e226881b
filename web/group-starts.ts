import type { Plugin } from "vite";

/**
 * Which modules the faces begin with, so that a face's first load is a few files and not sixty: what every face begins
 * with, and what is one face's alone. The bundler's own way, a file for each set of screens that share something, keeps
 * the bytes few but has the browser ask sixty times before it can begin.
 *
 * The files of these, and of the `boards`, which draw the most, the browser is asked to compile whole while they come,
 * beside the page's own thread; else that one would stop for each function that is called first
 * (https://v8.dev/blog/explicit-compile-hints).
 */
export function groupStarts(entries: Readonly<Record<string, string>>, boards: readonly string[]) {
  const faces = Object.keys(entries);
  const begins = new Map<string, ReadonlySet<string>>();
  const reaches = new Map<string, ReadonlySet<string>>();
  const isEntry = (id: string): boolean => Object.values(entries).includes(id);
  const beginsWith = (face: string, id: string): boolean => begins.get(face)?.has(id) === true;
  const plugin: Plugin = {
    name: "treadle-group-starts",
    buildEnd() {
      const follow = (entry: string, isLazyToo: boolean): ReadonlySet<string> => {
        const seen = new Set<string>();
        const queue = [entry];
        for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
          if (seen.has(id)) continue;
          seen.add(id);
          const module = this.getModuleInfo(id);
          queue.push(...(module?.importedIds ?? []));
          if (isLazyToo) queue.push(...(module?.dynamicallyImportedIds ?? []));
        }
        return seen;
      };
      for (const [face, entry] of Object.entries(entries)) {
        begins.set(face, follow(entry, false));
        reaches.set(face, follow(entry, true));
      }
    },
    generateBundle: {
      // The comment counts at the top alone, and Vite writes there too.
      order: "post",
      handler(_, bundle) {
        const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
        const early = new Set(
          chunks.filter((file) => file.isEntry || boards.some((board) => file.moduleIds.includes(board))),
        );
        // A set that grows is walked to its end.
        for (const file of early) {
          for (const chunk of chunks) if (file.imports.includes(chunk.fileName)) early.add(chunk);
          file.code = `//# allFunctionsCalledOnLoad\n${file.code}`;
        }
      },
    },
  };
  // A face's entry stays by itself: whoever needed a file with it would start that face.
  const groups = [
    {
      name: "start",
      test: (id: string) => !isEntry(id) && faces.every((face) => beginsWith(face, id)),
      priority: 3,
    },
    // What one face begins with and another comes to later is in neither's start: whoever asks for a file runs it, and
    // what is taken into a start takes along all that it imports.
    ...faces.map((face) => ({
      name: `${face}-and-others`,
      test: (id: string) =>
        !isEntry(id) &&
        beginsWith(face, id) &&
        faces.some((other) => other !== face && reaches.get(other)?.has(id) === true),
      priority: 2,
    })),
    ...faces.map((face) => ({
      name: `${face}-start`,
      test: (id: string) =>
        !isEntry(id) &&
        beginsWith(face, id) &&
        faces.every((other) => other === face || reaches.get(other)?.has(id) !== true),
      priority: 1,
    })),
  ].map((group) => ({ ...group, tags: ["$initial" as const] }));
  return { plugin, groups };
}
