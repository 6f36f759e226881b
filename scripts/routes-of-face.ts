// Which routes a face of the web asks for: those whose names stand in the files that its entry reaches.
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { readSource } from "./read-source.ts";
import { rootFolder } from "./run-tool.ts";

/** They name every route there is, whoever asks for it. */
const tables = new Set(["web/shared/route-map.ts", "web/shared/things.ts"]);

/** `entry` is a path in the checkout. What is loaded on demand counts as well; what is only a type does not. */
export function routesOfFace<Name extends string>(
  entry: string,
  names: readonly Name[],
  root = rootFolder,
): Name[] {
  const seen = new Set<string>();
  const found = new Set<string>();
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file) || tables.has(file) || !/\.tsx?$/.test(file)) continue;
    seen.add(file);
    const path = join(root, file);
    if (!existsSync(path) || !statSync(path).isFile()) continue;
    const text = readFileSync(path, "utf8");
    for (const [, word] of text.matchAll(/"(\w+)"/g)) if (word !== undefined) found.add(word);
    for (const { specifier, typeOnly } of readSource(file, text).imports) {
      if (specifier !== undefined && !typeOnly) queue.push(...fileOf(file, specifier));
    }
  }
  return names.filter((name) => found.has(name));
}

/** "./sheet.tsx" and "#web/shared/call.ts" as paths in the checkout; a package is none of ours. */
function fileOf(from: string, specifier: string): string[] {
  if (specifier.startsWith("#")) return [specifier.slice(1)];
  return specifier.startsWith(".") ? [join(dirname(from), specifier)] : [];
}
