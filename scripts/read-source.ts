// What the room check needs to know of a source file, read from its syntax tree by oxc-parser.
import { parseSync } from "oxc-parser";

export type Import = {
  readonly specifier: string | undefined;
  readonly typeOnly: boolean;
  readonly line: number;
};
/** A table that SQL in the file writes; undefined where it is named at run time. */
export type Write = { readonly table: string | undefined; readonly line: number };
/** Use of a global: "Date.now", "new Date()", "process". */
export type GlobalUse = { readonly name: string; readonly line: number };

export type Source = {
  readonly imports: readonly Import[];
  readonly writes: readonly Write[];
  readonly globals: readonly GlobalUse[];
  /** Every statement only hands on what other files export. */
  readonly isBarrel: boolean;
  readonly faults: readonly { readonly message: string; readonly line: number }[];
};

type Node = { readonly type: string; readonly start: number; readonly [key: string]: unknown };

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

export function readSource(path: string, text: string): Source {
  const parsed = parseSync(path, text);
  const lineOf = lineFinder(text);
  const imports: Import[] = [];
  const writes: Write[] = [];
  const globals: GlobalUse[] = [];
  const declared = new Set<string>();

  walk(parsed.program, (node, parent, key) => {
    const line = lineOf(node.start);
    const module = moduleOf(node);
    if (module !== undefined) imports.push({ ...module, line });
    for (const table of tablesWritten(node)) writes.push({ table, line });
    const name = globalName(node, parent, key);
    if (name !== undefined) globals.push({ name, line });
    for (const declaredName of namesDeclared(node)) declared.add(declaredName);
  });

  const body = parsed.program.body;
  return {
    imports,
    writes,
    globals: globals.filter(({ name }) => !declared.has(name)),
    isBarrel:
      body.length > 0 &&
      body.every(
        (statement) =>
          statement.type === "ExportAllDeclaration" ||
          (statement.type === "ExportNamedDeclaration" && statement.source !== null),
      ),
    faults: parsed.errors.map((error) => ({
      message: error.message,
      line: lineOf(error.labels[0]?.start ?? 0),
    })),
  };
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let index = text.indexOf("\n"); index !== -1; index = text.indexOf("\n", index + 1))
    starts.push(index + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

function walk(root: unknown, visit: (node: Node, parent: Node | undefined, key: string) => void): void {
  const step = (value: unknown, parent: Node | undefined, key: string): void => {
    if (Array.isArray(value)) for (const item of value) step(item, parent, key);
    else if (isNode(value)) {
      visit(value, parent, key);
      for (const [childKey, child] of Object.entries(value)) {
        if (typeof child === "object" && child !== null) step(child, value, childKey);
      }
    }
  };
  step(root, undefined, "");
}

function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === "Literal" && typeof node["value"] === "string") return node["value"];
  if (node.type === "TemplateLiteral") {
    const quasis = node["quasis"];
    if (Array.isArray(quasis) && quasis.length === 1) return templateText(node);
  }
  return undefined;
}

/** A template's text with ` $ ` for each hole, so that a table named at run time is still seen as one. */
function templateText(node: Node): string {
  const quasis = Array.isArray(node["quasis"]) ? node["quasis"] : [];
  return quasis.map((quasi: { value?: { raw?: string } }) => quasi.value?.raw ?? "").join(" $ ");
}

function moduleOf(node: Node): { specifier: string | undefined; typeOnly: boolean } | undefined {
  switch (node.type) {
    case "ImportDeclaration":
      // `import { type A } from "x"` still loads x at run time: only `import type` counts as one.
      return { specifier: textOf(node["source"]), typeOnly: node["importKind"] === "type" };
    case "ExportAllDeclaration":
    case "ExportNamedDeclaration":
      if (!isNode(node["source"])) return undefined;
      return { specifier: textOf(node["source"]), typeOnly: node["exportKind"] === "type" };
    case "ImportExpression":
      return { specifier: textOf(node["source"]), typeOnly: false };
    case "TSImportType":
      return { specifier: textOf(node["source"]), typeOnly: true };
    case "CallExpression": {
      const callee = node["callee"];
      if (!isNode(callee) || callee["name"] !== "require") return undefined;
      return { specifier: textOf(firstArgument(node)), typeOnly: false };
    }
    default:
      return undefined;
  }
}

function firstArgument(node: Node): unknown {
  return Array.isArray(node["arguments"]) ? node["arguments"][0] : undefined;
}

const writingMethods = new Set(["insertInto", "replaceInto", "updateTable", "deleteFrom", "mergeInto"]);
const tableName = String.raw`((?:"?[a-z_][a-z0-9_]*"?\.)?"?[a-z_][a-z0-9_]*"?|\$)`;
// `for update` and `on conflict … do update set` are no writes of their own: an UPDATE names a table, then SET.
const writingSql = [
  new RegExp(String.raw`\b(?:insert|merge)\s+into\s+${tableName}`, "gi"),
  new RegExp(String.raw`\bdelete\s+from\s+(?:only\s+)?${tableName}`, "gi"),
  new RegExp(String.raw`\btruncate\s+(?:table\s+)?${tableName}`, "gi"),
  new RegExp(
    String.raw`\bupdate\s+(?:only\s+)?(?!set\b)${tableName}(?:\s+(?:as\s+)?(?!set\b)[a-z_]+)?\s+set\b`,
    "gi",
  ),
  new RegExp(String.raw`\bcopy\s+${tableName}(?:\s*\([^)]*\))?\s+from\b`, "gi"),
];

function tablesWritten(node: Node): (string | undefined)[] {
  if (node.type === "CallExpression") {
    const callee = node["callee"];
    const property = isNode(callee) && callee.type === "MemberExpression" ? callee["property"] : undefined;
    if (!isNode(property) || !writingMethods.has(String(property["name"]))) return [];
    const named = textOf(firstArgument(node));
    return [named?.trim().split(/\s+/)[0]];
  }
  let sql: string | undefined;
  if (node.type === "TemplateLiteral") sql = templateText(node);
  else if (node.type === "Literal" && typeof node["value"] === "string") sql = node["value"];
  if (sql === undefined) return [];
  const text = sql;
  return writingSql.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, table]) =>
      table === undefined || table === "$" ? undefined : table.replaceAll('"', "").toLowerCase(),
    ),
  );
}

const watchedGlobals = new Set([
  "process",
  "Buffer",
  "require",
  "__dirname",
  "__filename",
  "global",
  "globalThis",
  "crypto",
  "performance",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "fetch",
  "window",
  "document",
  "navigator",
  "localStorage",
  "sessionStorage",
  "indexedDB",
]);

/** Which watched global a node uses, by the name that the report gives it. */
function globalName(node: Node, parent: Node | undefined, key: string): string | undefined {
  if (node.type === "MemberExpression") {
    const object = node["object"];
    const property = node["property"];
    if (!isNode(object) || !isNode(property)) return undefined;
    const name = `${String(object["name"])}.${String(property["name"] ?? property["value"])}`;
    return name === "Date.now" || name === "Math.random" ? name : undefined;
  }
  const isCall = node.type === "NewExpression" || node.type === "CallExpression";
  if (isCall && isNode(node["callee"]) && node["callee"]["name"] === "Date") {
    const hasArguments = Array.isArray(node["arguments"]) && node["arguments"].length > 0;
    // Called without `new`, Date answers the present time whatever it is given.
    if (node.type === "CallExpression") return "Date()";
    return hasArguments ? undefined : "new Date()";
  }
  if (node.type !== "Identifier" || typeof node["name"] !== "string") return undefined;
  if (node["name"] === "Date" || node["name"] === "Math") {
    return parent === undefined || isOnlyName(parent, key) || isPlainUse(parent, key)
      ? undefined
      : `${node["name"]} as a value`;
  }
  if (!watchedGlobals.has(node["name"]) || parent === undefined || isOnlyName(parent, key)) return undefined;
  return node["name"];
}

/** `Date.parse`, `new Date(text)`, `x instanceof Date`: looked at where they stand, not a way around the rule. */
function isPlainUse(parent: Node, key: string): boolean {
  if (parent.type === "MemberExpression") return key === "object";
  if (parent.type === "BinaryExpression") return parent["operator"] === "instanceof";
  return key === "callee";
}

const wrappers = new Set(["TSAsExpression", "TSNonNullExpression", "TSSatisfiesExpression"]);

/** An identifier that names a property or a type's member and refers to nothing. */
function isOnlyName(parent: Node, key: string): boolean {
  if (parent.type === "MemberExpression") return key === "property" && parent["computed"] !== true;
  if (key === "key") return parent["computed"] !== true && parent["shorthand"] !== true;
  return (
    (parent.type.startsWith("TS") && !wrappers.has(parent.type)) ||
    ["imported", "exported", "label"].includes(key)
  );
}

/** Names bound by a declaration or a parameter: a local `process` is no global. */
function namesDeclared(node: Node): string[] {
  const bound: unknown[] = [];
  if (node.type === "VariableDeclarator") bound.push(node["id"]);
  if (node.type === "FunctionDeclaration") bound.push(node["id"]);
  if (node.type === "ImportSpecifier" || node.type === "ImportDefaultSpecifier") bound.push(node["local"]);
  // A function's parameters, or a catch clause's one.
  bound.push(node["params"], node.type === "CatchClause" ? node["param"] : undefined);
  const names: string[] = [];
  walk(bound, (inner, parent, key) => {
    if (inner.type !== "Identifier" || typeof inner["name"] !== "string") return;
    if (key === "right" || (parent !== undefined && isOnlyName(parent, key))) return;
    names.push(inner["name"]);
  });
  return names;
}
