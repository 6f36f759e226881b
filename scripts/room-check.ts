// Holds the checkout against the table of rooms (scripts/rooms.ts). Run by `npm run lint`.
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, posix } from "node:path";
import { type GlobalUse, readSource, type Source } from "./read-source.ts";
import { findPlace, mayImport, mayWrite, type Place } from "./rooms.ts";
import { rootFolder } from "./run-tool.ts";

export type Violation = { readonly path: string; readonly line: number; readonly rule: string };

const longestFile = 500;
const knownFolders = new Set([
  "kernel",
  "modules",
  "commands",
  "reactions",
  "server",
  "web",
  "db",
  "test",
  "bench",
  "docs",
  "scripts",
]);
/** Never looked into: not ours, or made by a tool. Dot folders belong to tools as well. */
const ignoredFolders = new Set(["node_modules", "data", "web/dist"]);
const codeAtRoot = new Set(["vitest.config.ts"]);
const generated = [/^web\/texts\/compiled\//, /^db\/types\.ts$/, /^bench\/results\//, /\.generated\.ts$/];
const code = /\.[cm]?[jt]sx?$/;
const testFile = /\.(unit|law|db|race|e2e|crash)\.test\.tsx?$/;
const fileName =
  /^[a-z0-9]+(-[a-z0-9]+)*(\.(config|d|generated|worker|(unit|law|db|race|e2e|crash)\.test))?\.[a-z0-9]+$/;
const emptyWords = new Set(["util", "utils", "helper", "helpers", "misc"]);

/** All violations below `root`, in the order of paths. */
export function checkRooms(root: string): Violation[] {
  const paths = listFiles(root, "");
  const violations = paths.flatMap((path) => checkFile(root, path));
  if (!paths.some((path) => code.test(path))) {
    violations.push({
      path: ".",
      line: 0,
      rule: "the tree is empty: a check that sees nothing proves nothing",
    });
  }
  return violations;
}

function listFiles(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      if (entry.name.startsWith(".")) return [];
      if (!entry.isDirectory()) return [path];
      return ignoredFolders.has(path) || entry.name === "node_modules" ? [] : listFiles(root, path);
    });
}

function checkFile(root: string, path: string): Violation[] {
  const at = (line: number, rule: string): Violation => ({ path, line, rule });
  const isCode = code.test(path);
  if (!path.includes("/")) {
    return isCode && !codeAtRoot.has(path) ? [at(0, "a file in no room: code at the root")] : [];
  }
  const top = path.slice(0, path.indexOf("/"));
  if (!knownFolders.has(top)) return [at(0, `a file in no room: there is no room ${top}`)];
  if (top === "docs") return isCode ? [at(0, "a file in no room: docs holds no code")] : [];
  const place = findPlace(path);
  if (typeof place === "string") return [at(0, `a file in no room: ${place}`)];
  if (!isCode) return [];

  const violations = checkName(path, place).map((rule) => at(0, rule));
  if (generated.some((pattern) => pattern.test(path))) return violations;
  const text = readFileSync(join(root, path), "utf8");
  const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  if (lines > longestFile) violations.push(at(longestFile + 1, `${lines} lines: ${longestFile} is too long`));

  const source = readSource(path, text);
  for (const fault of source.faults) violations.push(at(fault.line, `does not parse: ${fault.message}`));
  if (source.isBarrel) violations.push(at(1, "a barrel: it only hands on what other files export"));
  // Tests stand beside the code that they try and reach for whatever they need.
  const isTest = testFile.test(path);
  for (const entry of source.imports) {
    for (const rule of checkImport(path, place, isTest, entry)) violations.push(at(entry.line, rule));
  }
  if (isTest) return violations;
  for (const write of source.writes) {
    if (mayWrite(path, place, write.table)) continue;
    violations.push(at(write.line, ruleOfWriting(place, write.table)));
  }
  for (const use of forbiddenGlobals(place, source)) {
    violations.push(
      at(use.line, `${place.room.title} may not touch ${use.name}: it takes such things as arguments`),
    );
  }
  return violations;
}

function checkName(path: string, place: Place): string[] {
  const rules: string[] = [];
  const segments = path.split("/");
  const name = segments.at(-1) ?? "";
  const stem = name.slice(0, name.indexOf("."));
  if (!fileName.test(name)) rules.push("a name is a noun or verb-noun in kebab-case");
  if (stem === "index" && !name.endsWith(".tsx")) rules.push("no index files: import from where a thing is");
  for (const word of [...segments.slice(0, -1), stem]) {
    if (word === "common" || word.split("-").some((part) => emptyWords.has(part))) {
      rules.push(`"${word}" says nothing: name what it does`);
    }
  }
  if (/\.[jt]sx$/.test(name) && !place.room.jsx) rules.push("no JSX here: Node runs this as it is written");
  return rules;
}

function checkImport(
  path: string,
  place: Place,
  isTest: boolean,
  entry: Source["imports"][number],
): string[] {
  const { room } = place;
  const { specifier, typeOnly } = entry;
  if (specifier === undefined) {
    return room.forbids === "nothing" || isTest
      ? []
      : [`${room.title} may not import by a name made at run time`];
  }
  if (!specifier.startsWith("#") && !specifier.startsWith(".")) {
    return isTest ? [] : checkPackage(place, specifier, typeOnly);
  }
  const target = specifier.startsWith("#")
    ? posix.normalize(specifier.slice(1))
    : posix.join(posix.dirname(path), specifier);
  const found = findPlace(target);
  if (typeof found === "string") return [`imports ${target}: ${found}`];
  if (testFile.test(target)) return [`imports the test ${target}`];
  const rules: string[] = [];
  if (specifier.startsWith(".") && !target.startsWith(place.folder)) {
    rules.push(`a relative import leaves ${place.folder}: write #${target}`);
  }
  if (isTest || mayImport(place, found, target, typeOnly)) return rules;
  const whose = found.owner === undefined ? found.room.title : `${found.owner}'s ${found.room.name}`;
  const asTypes = !typeOnly && mayImport(place, found, target, true) ? " except by `import type`" : "";
  return [...rules, `${room.title} may not import ${whose} (${target})${asTypes}`];
}

function checkPackage(place: Place, specifier: string, typeOnly: boolean): string[] {
  const { room } = place;
  if (isBuiltin(specifier)) {
    if (!specifier.startsWith("node:")) return [`write node:${specifier}`];
    return room.nodeModules
      ? []
      : [`${room.title} may not import ${specifier}: it runs in browsers or holds rules only`];
  }
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  if (room.packages === "any" || room.packages.includes(name)) return [];
  if (typeOnly && room.typePackages?.includes(name) === true) return [];
  return [`${room.title} may not import the package ${name}`];
}

function ruleOfWriting(place: Place, table: string | undefined): string {
  const what = table === undefined ? "a table named at run time" : table;
  if (place.room.name === "store")
    return `the store of ${place.owner ?? "?"} may not write ${what}: not its table`;
  return `${place.room.title} may not write ${what}: only an area's store writes its tables`;
}

const nodeGlobals = new Set(["process", "Buffer", "require", "__dirname", "__filename", "global"]);

function forbiddenGlobals(place: Place, source: Source): readonly GlobalUse[] {
  switch (place.room.forbids) {
    case "nothing":
      return [];
    case "Node's globals":
      return source.globals.filter(({ name }) => nodeGlobals.has(name));
    case "clock, dice and environment":
      return source.globals;
  }
}

/** Prints the violations of the checkout; answers how many there are. */
export function reportRooms(): number {
  const violations = checkRooms(rootFolder);
  for (const { path, line, rule } of violations) console.error(`${path}:${line === 0 ? 1 : line}  ${rule}`);
  return violations.length;
}

if (import.meta.main && reportRooms() > 0) process.exitCode = 1;
