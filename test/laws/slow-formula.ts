import { type FormulaNode, identifierOf } from "#modules/templates/core/formula/formula.ts";

/**
 * A second evaluator, written from the description of the language and not from the first one: whole numbers
 * over whole numbers, units looked at as it goes. It shares with the first only the tree and how names are
 * written.
 */

/** of mass, length, time */
export type Powers = readonly [number, number, number];
export type Exact = { readonly over: bigint; readonly under: bigint };
type Quantity = Exact & { readonly powers: Powers };
export type SlowValue = Quantity | string | boolean;

export type PlainValue =
  | { readonly amount: string; readonly unit: SlowUnit | null }
  | { readonly text: string }
  | { readonly truth: boolean };
export type PlainValues = {
  readonly quantity: string;
  readonly attributes: Readonly<Record<string, PlainValue>>;
  readonly upsells: readonly string[];
};

/** How many kg, m, s (to the power) one is, and the powers. */
const table = {
  pcs: [1n, 1n, [0, 0, 0]],
  "%": [1n, 100n, [0, 0, 0]],
  mg: [1n, 1_000_000n, [1, 0, 0]],
  g: [1n, 1_000n, [1, 0, 0]],
  kg: [1n, 1n, [1, 0, 0]],
  t: [1_000n, 1n, [1, 0, 0]],
  mm: [1n, 1_000n, [0, 1, 0]],
  cm: [1n, 100n, [0, 1, 0]],
  dm: [1n, 10n, [0, 1, 0]],
  m: [1n, 1n, [0, 1, 0]],
  km: [1_000n, 1n, [0, 1, 0]],
  mm2: [1n, 1_000_000n, [0, 2, 0]],
  cm2: [1n, 10_000n, [0, 2, 0]],
  dm2: [1n, 100n, [0, 2, 0]],
  m2: [1n, 1n, [0, 2, 0]],
  mm3: [1n, 1_000_000_000n, [0, 3, 0]],
  cm3: [1n, 1_000_000n, [0, 3, 0]],
  dm3: [1n, 1_000n, [0, 3, 0]],
  m3: [1n, 1n, [0, 3, 0]],
  ml: [1n, 1_000_000n, [0, 3, 0]],
  l: [1n, 1_000n, [0, 3, 0]],
  s: [1n, 1n, [0, 0, 1]],
  min: [60n, 1n, [0, 0, 1]],
  h: [3_600n, 1n, [0, 0, 1]],
} as const satisfies Record<string, readonly [bigint, bigint, Powers]>;
type SlowUnit = "pcs" | "g" | "kg" | "t" | "mm" | "cm" | "m" | "m2" | "ml" | "l" | "h";

/** What stops the reckoning: the code of the refusal that is due, or units that don't fit. */
export type Stop = { readonly stop: string };
const stop = (code: string): never => {
  throw Object.assign(new Error(code), { stop: code } satisfies Stop);
};

export function slowly(node: FormulaNode, values: PlainValues): SlowValue | Stop {
  try {
    return evaluate(node, values);
  } catch (error) {
    if (typeof error === "object" && error !== null && "stop" in error) return { stop: String(error.stop) };
    throw error;
  }
}

export function exactOf(text: string): Exact {
  const [whole = "0", places = ""] = text.split(".");
  return { over: BigInt(whole + places), under: 10n ** BigInt(places.length) };
}

const size = (value: bigint): bigint => (value < 0n ? -value : value);

function quantity(over: bigint, under: bigint, powers: Powers): Quantity {
  const [top, bottom] = under < 0n ? [-over, -under] : [over, under];
  if (size(top) >= bottom * 10n ** 18n) stop("formula_too_large");
  return { over: top, under: bottom, powers };
}

function inUnit(amount: string, unit: string | null): Quantity {
  const { over, under } = exactOf(amount);
  const [times, by, powers] = table[(unit ?? "pcs") as keyof typeof table];
  return quantity(over * times, under * by, powers);
}

function evaluate(node: FormulaNode, values: PlainValues): SlowValue {
  const number = (of: FormulaNode): Quantity => {
    const value = evaluate(of, values);
    return typeof value === "object" ? value : stop("no number");
  };
  const truth = (of: FormulaNode): boolean => {
    const value = evaluate(of, values);
    return typeof value === "boolean" ? value : stop("no truth");
  };
  switch (node.kind) {
    case "number":
      return inUnit(node.amount, node.unit);
    case "text":
      return node.text;
    case "truth":
      return node.truth;
    case "quantity":
      return inUnit(values.quantity, null);
    case "name":
      return valueOfName(node.name, values);
    case "upsell":
      return values.upsells.some((name) => plainText(name) === plainText(node.upsell));
    case "minus": {
      const { over, under, powers } = number(node.of);
      return quantity(-over, under, powers);
    }
    case "not":
      return !truth(node.of);
    case "operation": {
      const { operator, left, right } = node;
      if (operator === "and") return truth(left) && truth(right);
      if (operator === "or") return truth(left) || truth(right);
      return operate(operator, evaluate(left, values), evaluate(right, values));
    }
    case "call": {
      const [first, second, third] = node.arguments;
      if (first === undefined) return stop("no argument");
      if (node.name === "if") {
        const chosen = truth(first) ? second : third;
        return chosen === undefined ? stop("no argument") : evaluate(chosen, values);
      }
      if (node.name === "min" || node.name === "max") {
        const all = node.arguments.map(number);
        all.forEach((each) => alike(each, all[0] ?? each));
        const ordered = all.toSorted((a, b) => sign(a.over * b.under - b.over * a.under));
        return (node.name === "min" ? ordered[0] : ordered.at(-1)) ?? stop("no argument");
      }
      return rounded(node.name, number(first), second === undefined ? null : number(second));
    }
  }
}

function valueOfName(name: string, values: PlainValues): SlowValue {
  for (const [attribute, value] of Object.entries(values.attributes)) {
    if (identifierOf(attribute) !== name) continue;
    if ("text" in value) return value.text;
    return "truth" in value ? value.truth : inUnit(value.amount, value.unit);
  }
  return stop("formula_value_missing");
}

const plainText = (text: string): string => text.trim().normalize("NFC").toLowerCase().normalize("NFC");
const sign = (value: bigint): number => (value < 0n ? -1 : value > 0n ? 1 : 0);

/** Nothing of anything is nothing: a zero may have lost its unit in `if(…; 0; 1 m)`. */
function alike(a: Quantity, b: Quantity): void {
  if (a.over !== 0n && b.over !== 0n && String(a.powers) !== String(b.powers)) stop("units");
}

function operate(operator: string, a: SlowValue, b: SlowValue): SlowValue {
  if (typeof a === "object" && typeof b === "object") {
    if (operator === "*" || operator === "/") return multiply(operator, a, b);
    alike(a, b);
    const powers = a.over === 0n ? b.powers : a.powers;
    if (operator === "+") return quantity(a.over * b.under + b.over * a.under, a.under * b.under, powers);
    if (operator === "-") return quantity(a.over * b.under - b.over * a.under, a.under * b.under, powers);
    return holds(operator, sign(a.over * b.under - b.over * a.under));
  }
  if (typeof a === "string" && typeof b === "string")
    return holds(operator, plainText(a) === plainText(b) ? 0 : 1);
  return typeof a === "boolean" && typeof b === "boolean" ? holds(operator, a === b ? 0 : 1) : stop("kinds");
}

function multiply(operator: "*" | "/", a: Quantity, b: Quantity): Quantity {
  const [p, q, r] = a.powers;
  const [x, y, z] = b.powers;
  if (operator === "*") return quantity(a.over * b.over, a.under * b.under, [p + x, q + y, r + z]);
  if (b.over === 0n) return stop("formula_divides_by_zero");
  return quantity(a.over * b.under, a.under * b.over, [p - x, q - y, r - z]);
}

function holds(operator: string, order: number): boolean {
  const allowed: Readonly<Record<string, readonly number[]>> = {
    "<": [-1],
    "<=": [-1, 0],
    ">": [1],
    ">=": [0, 1],
    "=": [0],
    "!=": [-1, 1],
  };
  return (allowed[operator] ?? stop("operator")).includes(order);
}

function rounded(name: string, amount: Quantity, step: Quantity | null): Quantity {
  if (step === null) return quantity(wholeOf(name, amount), 1n, amount.powers);
  alike(amount, step);
  if (step.over <= 0n) return stop("formula_step_not_positive");
  const steps = quantity(amount.over * step.under, amount.under * step.over, [0, 0, 0]);
  return quantity(wholeOf(name, steps) * step.over, step.under, step.powers);
}

function wholeOf(name: string, { over, under }: Exact): bigint {
  const towardsZero = over / under;
  const rest = over % under;
  if (name === "floor") return rest < 0n ? towardsZero - 1n : towardsZero;
  if (name === "ceil") return rest > 0n ? towardsZero + 1n : towardsZero;
  // round: halves away from zero
  return size(rest) * 2n >= under ? towardsZero + BigInt(sign(over)) : towardsZero;
}

/** Half away from zero to so many places, as an exact count of the last place. */
export function roundExact({ over, under }: Exact, places: number): bigint {
  return wholeOf("round", { over: over * 10n ** BigInt(places), under });
}
