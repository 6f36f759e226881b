import * as fc from "fast-check";
import {
  type FormulaEnvironment,
  type FormulaNode,
  identifierOf,
} from "#modules/templates/core/formula/formula.ts";
import type { PlainValues, PlainValue, Powers } from "./slow-formula.ts";

/** Attributes of every kind, and formulas over them: any at all, and such as are well formed by construction. */

export const environment: FormulaEnvironment = {
  names: [
    { name: "Length", kind: "number", unit: "cm" },
    { name: "Ширина виробу", kind: "number", unit: "mm" },
    { name: "Weight", kind: "number", unit: "g" },
    { name: "Load", kind: "number", unit: "t" },
    { name: "Area", kind: "number", unit: "m2" },
    { name: "Об'єм", kind: "number", unit: "ml" },
    { name: "Bake time", kind: "number", unit: "h" },
    { name: "Ratio", kind: "number", unit: null },
    { name: "Buttons", kind: "number", unit: "pcs" },
    { name: "Colour", kind: "text", choices: ["Red", "Синій"] },
    { name: "Note", kind: "text" },
    { name: "Glossy", kind: "truth" },
  ],
  upsells: ["Engraving", 'Box 19"'],
};

const quantities = fc
  .tuple(fc.integer({ min: -3_000_000, max: 3_000_000 }), fc.integer({ min: 0, max: 6 }))
  .map(([whole, places]) => decimalText(BigInt(whole), places));

/** 1234 with 2 places is "12.34". */
function decimalText(whole: bigint, places: number): string {
  const digits = String(whole < 0n ? -whole : whole).padStart(places + 1, "0");
  const point = digits.length - places;
  const sign = whole < 0n ? "-" : "";
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

export const valuesOfWorld: fc.Arbitrary<PlainValues> = fc
  .record({
    quantity: fc.integer({ min: 1, max: 1000 }).map(String),
    amounts: fc.array(quantities, { minLength: 12, maxLength: 12 }),
    colour: fc.constantFrom("Red", "Синій"),
    note: fc.string({ maxLength: 5 }),
    glossy: fc.boolean(),
    upsells: fc.subarray([...environment.upsells]),
  })
  .map(({ quantity, amounts, colour, note, glossy, upsells }) => {
    const attributes: Record<string, PlainValue> = {};
    for (const [index, declared] of environment.names.entries()) {
      if (declared.kind === "number") {
        attributes[declared.name] = { amount: amounts[index] ?? "1", unit: declared.unit };
      } else if (declared.kind === "truth") attributes[declared.name] = { truth: glossy };
      else attributes[declared.name] = { text: declared.name === "Colour" ? colour : note };
    }
    return { quantity, attributes, upsells };
  });

// Parsed again, a formula has other places: these have none to compare.
const place = { at: 0, to: 0 };
const unitsOf: Readonly<Record<string, readonly string[]>> = {
  mass: ["mg", "g", "kg", "t"],
  length: ["mm", "cm", "dm", "m", "km"],
  time: ["s", "min", "h"],
};

const amountsOfLiterals = fc
  .tuple(fc.bigInt({ min: 1n, max: 999_999n }), fc.integer({ min: 0, max: 5 }))
  .map(([whole, places]) => shortest(decimalText(whole, places)));

/** As the canonical form writes it: "1.50" is "1.5". */
const shortest = (amount: string): string =>
  amount.includes(".") ? amount.replace(/0+$/, "").replace(/\.$/, "") : amount;

const number = (amount: string, unit: string | null): FormulaNode =>
  ({ kind: "number", amount, unit, ...place }) as FormulaNode;
const operation = (operator: string, left: FormulaNode, right: FormulaNode): FormulaNode =>
  ({ kind: "operation", operator, left, right, ...place }) as FormulaNode;
const call = (name: string, ...given: FormulaNode[]): FormulaNode =>
  ({ kind: "call", name, arguments: given, ...place }) as FormulaNode;
const nameNode = (name: string): FormulaNode => ({ kind: "name", name: identifierOf(name), ...place });

/** Any tree that the grammar has, whether it means anything or not. */
export const anyTree: fc.Arbitrary<FormulaNode> = fc.letrec<{ tree: FormulaNode }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6, depthSize: "medium", withCrossShrink: true },
    fc.oneof(
      fc
        .tuple(
          amountsOfLiterals,
          fc.constantFrom(null, "%", "pcs", "g", "t", "cm", "m2", "l", "min", "h", "mm3", "s"),
        )
        .map(([amount, unit]) => number(amount, unit)),
      fc.constant(number("0", null)),
      fc
        .string({ unit: "binary", maxLength: 8 })
        .map((text): FormulaNode => ({ kind: "text", text, ...place })),
      fc.boolean().map((truth): FormulaNode => ({ kind: "truth", truth, ...place })),
      fc.constant<FormulaNode>({ kind: "quantity", ...place }),
      fc
        .oneof(
          fc.constantFrom(...environment.names.map(({ name }) => name), "if", "M", "не", "2nd"),
          fc.string({ unit: "binary", maxLength: 10 }),
        )
        .map(nameNode),
      fc
        .oneof(fc.constantFrom(...environment.upsells), fc.string({ unit: "binary", maxLength: 8 }))
        .map((upsell): FormulaNode => ({ kind: "upsell", upsell: upsell.normalize("NFC").trim(), ...place })),
    ),
    fc
      .tuple(
        fc.constantFrom("+", "-", "*", "/", "<", "<=", ">", ">=", "=", "!=", "and", "or"),
        tie("tree"),
        tie("tree"),
      )
      .map(([operator, left, right]) => operation(operator, left, right)),
    fc.tuple(fc.constantFrom("minus", "not"), tie("tree")).map(([kind, of]) => ({ kind, of, ...place })),
    fc.tuple(tie("tree"), tie("tree"), tie("tree")).map((given) => call("if", ...given)),
    fc
      .tuple(fc.constantFrom("min", "max"), fc.array(tie("tree"), { minLength: 2, maxLength: 4 }))
      .map(([name, given]) => call(name, ...given)),
    fc
      .tuple(fc.constantFrom("ceil", "floor", "round"), fc.array(tie("tree"), { minLength: 1, maxLength: 2 }))
      .map(([name, given]) => call(name, ...given)),
  ),
})).tree;

/**
 * Choices that were drawn before: each is a whole number. Where they end, the first option is taken, so that
 * what shrinks ends soon.
 */
export type Choices = { below(bound: number): number };
export const drawnNumbers = fc.array(fc.nat(999_999), { maxLength: 120, size: "max" });

export function choicesOf(drawn: readonly number[]): Choices {
  let taken = 0;
  return {
    below(bound: number): number {
      taken += 1;
      return (drawn[taken - 1] ?? 0) % bound;
    },
  };
}

function pick<T>(from: Choices, ...options: readonly T[]): T {
  const chosen = options[from.below(options.length)];
  if (chosen === undefined) throw new Error("Nothing to pick from");
  return chosen;
}

function pickAmount(from: Choices): string {
  return shortest(decimalText(BigInt(from.below(999_999) + 1), from.below(6)));
}

const basics: readonly Powers[] = [
  [0, 0, 0],
  [1, 0, 0],
  [0, 1, 0],
  [0, 2, 0],
  [0, 3, 0],
  [0, 0, 1],
];

const plusPowers = (a: Powers, b: Powers, sign: 1 | -1): Powers => [
  a[0] + sign * b[0],
  a[1] + sign * b[1],
  a[2] + sign * b[2],
];

/** A number of these powers, by its very making. */
export function drawNumber(from: Choices, powers: Powers, depth: number): FormulaNode {
  const deeper = (of: Powers): FormulaNode => drawNumber(from, of, depth - 1);
  if (depth <= 0) return drawLeaf(from, powers);
  const kind = pick(from, "leaf", "sum", "sum", "product", "quotient", "minus", "if", "most", "step");
  const other = pick(from, ...basics);
  switch (kind) {
    case "sum":
      return operation(pick(from, "+", "-"), deeper(powers), deeper(powers));
    case "product":
      return operation("*", deeper(plusPowers(powers, other, -1)), deeper(other));
    case "quotient":
      return operation("/", deeper(plusPowers(powers, other, 1)), deeper(other));
    case "minus":
      return { kind: "minus", of: deeper(powers), ...place };
    case "if":
      return call("if", drawTruth(from, depth - 1), deeper(powers), deeper(powers));
    case "most":
      return call(pick(from, "min", "max"), deeper(powers), deeper(powers));
    case "step":
      return drawRounded(from, powers, deeper);
    default:
      return drawLeaf(from, powers);
  }
}

function drawRounded(from: Choices, powers: Powers, deeper: (of: Powers) => FormulaNode): FormulaNode {
  const name = pick(from, "ceil", "floor", "round");
  const isPlain = powers.every((power) => power === 0);
  return isPlain && pick(from, false, true)
    ? call(name, deeper(powers))
    : call(name, deeper(powers), drawLeaf(from, powers));
}

const attributesByPowers: Readonly<Record<string, readonly string[]>> = {
  "0,0,0": ["Ratio", "Buttons", "quantity"],
  "1,0,0": ["Weight", "Load"],
  "0,1,0": ["Length", "Ширина виробу"],
  "0,2,0": ["Area"],
  "0,3,0": ["Об'єм"],
  "0,0,1": ["Bake time"],
};

/** An attribute where there is one; else 2 kg / 1 m / 1 m, for kilograms per square metre. */
function drawLeaf(from: Choices, powers: Powers): FormulaNode {
  const attributes = attributesByPowers[String(powers)];
  if (attributes !== undefined && pick(from, false, true)) {
    const name = pick(from, ...attributes);
    return name === "quantity" ? { kind: "quantity", ...place } : nameNode(name);
  }
  let node: FormulaNode | null = null;
  const [mass, length, time] = powers;
  for (const [dimension, power] of Object.entries({ mass, length, time })) {
    for (let turn = 0; turn < Math.abs(power); turn += 1) {
      const unit = pick(from, ...(unitsOf[dimension] ?? []));
      const literal = number(pickAmount(from), unit);
      if (node === null && power > 0) node = literal;
      else node = operation(power > 0 ? "*" : "/", node ?? number("1", null), literal);
    }
  }
  return node ?? number(pickAmount(from), pick(from, null, "%", "pcs"));
}

export function drawTruth(from: Choices, depth: number): FormulaNode {
  const kinds = depth <= 0 ? ["leaf"] : ["leaf", "compare", "compare", "logic", "not", "text", "if"];
  const deeper = (): FormulaNode => drawTruth(from, depth - 1);
  switch (pick(from, ...kinds)) {
    case "compare": {
      const powers = pick(from, ...basics);
      const operator = pick(from, "<", "<=", ">", ">=", "=", "!=");
      return operation(operator, drawNumber(from, powers, depth - 1), drawNumber(from, powers, depth - 1));
    }
    case "logic":
      return operation(pick(from, "and", "or", "=", "!="), deeper(), deeper());
    case "not":
      return { kind: "not", of: deeper(), ...place };
    case "text": {
      const text = pick(from, "red", " Red", "СИНІЙ");
      const sides = [nameNode("Colour"), { kind: "text", text, ...place } as const] as const;
      const [left, right] = pick(from, false, true) ? sides : [sides[1], sides[0]];
      return operation(pick(from, "=", "!="), left, right);
    }
    case "if":
      return call("if", deeper(), deeper(), deeper());
    default:
      return pick<FormulaNode>(
        from,
        nameNode("Glossy"),
        { kind: "truth", truth: true, ...place },
        { kind: "upsell", upsell: "engraving", ...place },
      );
  }
}

export const pickPowers = (from: Choices): Powers => pick(from, ...basics);
