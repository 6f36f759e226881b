import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, roundQuantity, text } from "#kernel/decimal.ts";
import type { Unit } from "#kernel/unit.ts";
import {
  type Formula,
  type FormulaExpectation,
  type FormulaNode,
  amountOf,
  checkFormula,
  checkSamples,
  evaluateFormula,
  explainFormula,
  identifierOf,
  parseFormula,
  printFormula,
  suggestNames,
} from "#modules/templates/core/formula/formula.ts";
import { enRefusals } from "#web/texts/compiled/en-refusals.ts";
import { ukRefusals } from "#web/texts/compiled/uk-refusals.ts";
import { createTranslator } from "#web/texts/translator.ts";
import {
  anyTree,
  choicesOf,
  drawNumber,
  drawnNumbers,
  pickPowers,
  drawTruth,
  environment,
  valuesOfWorld,
} from "./formula-world.ts";
import { type Exact, type PlainValues, exactOf, roundExact, slowly } from "./slow-formula.ts";

const long = process.env["LONG"] === "1";
const runs = long ? 100_000 : 5_000;
const strings = long ? 3_000_000 : 150_000;

const inUnit = (unit: Unit): FormulaExpectation => ({ kind: "amount", unit });
const condition: FormulaExpectation = { kind: "condition" };
const expectations: readonly FormulaExpectation[] = [inUnit("m"), inUnit("kg"), inUnit("pcs"), condition];

/** The tree without its places in the text. */
function bare(root: FormulaNode): unknown {
  return JSON.parse(
    JSON.stringify(root, (key, value: unknown) => (key === "at" || key === "to" ? undefined : value)),
  );
}

/** What a well-formed formula may still be refused for, when it meets its values. */
const refusalsOfValues = new Set([
  "formula_divides_by_zero",
  "formula_step_not_positive",
  "formula_too_large",
]);

const limits = new Set(["formula_too_long", "formula_too_many_parts", "formula_too_deep"]);

describe("printing", () => {
  it("and parsing again gives the same formula, whatever the tree", () => {
    let understood = 0;
    fc.assert(
      fc.property(anyTree, (root) => {
        const printed = printFormula({ root });
        const parsed = parseFormula(printed);
        if (!parsed.ok) {
          expect([...limits]).toContain(parsed.refusal.code);
          return;
        }
        understood += 1;
        expect(bare(parsed.value.root)).toEqual(bare(root));
        expect(printFormula(parsed.value)).toBe(printed);
      }),
      { numRuns: runs },
    );
    expect(understood).toBeGreaterThan(runs / 2);
  });

  it("an identifier is a name that a formula can read, whatever the attribute is called", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (name) => {
        const identifier = identifierOf(name);
        expect(identifierOf(identifier)).toBe(identifier);
        const parsed = parseFormula(identifier);
        expect(parsed.ok && bare(parsed.value.root)).toEqual({ kind: "name", name: identifier });
      }),
      { numRuns: runs },
    );
  });
});

describe("evaluation", () => {
  it("agrees exactly with the slow evaluator, units among it, on all that is well formed", () => {
    let reckoned = 0;
    let stopped = 0;
    fc.assert(
      fc.property(drawnNumbers, valuesOfWorld, (drawn, values) => {
        const from = choicesOf(drawn);
        const powers = pickPowers(from);
        const formula: Formula = { root: drawNumber(from, powers, 4) };
        const slow = slowly(formula.root, values);
        const fast = evaluateFormula(formula, values);
        if (!fast.ok) {
          stopped += 1;
          expect({ stop: fast.refusal.code }).toEqual(slow);
          {
            expect([...refusalsOfValues]).toContain(fast.refusal.code);
            return;
          }
        }
        reckoned += 1;
        if (fast.value.kind !== "number" || typeof slow !== "object" || "stop" in slow) {
          {
            expect(slow).toEqual(fast.value);
            return;
          }
        }
        const { over, under } = fast.value.amount;
        expect(isSame(slow, { over: exactOf(text(over)), under: exactOf(text(under)) })).toBe(true);
        const { mass, length, time } = fast.value.powers;
        expect([mass, length, time]).toEqual([...powers]);
        if (slow.over !== 0n) expect([...slow.powers]).toEqual([...powers]);
      }),
      { numRuns: runs },
    );
    expect(reckoned).toBeGreaterThan(runs / 2);
    expect(stopped).toBeGreaterThan(0);
  });

  it("of conditions agrees too", () => {
    const seen = { true: 0, false: 0 };
    fc.assert(
      fc.property(drawnNumbers, valuesOfWorld, (drawn, values) => {
        const from = choicesOf(drawn);
        const root = drawTruth(from, 4);
        const slow = slowly(root, values);
        const fast = evaluateFormula({ root }, values);
        if (!fast.ok) {
          expect({ stop: fast.refusal.code }).toEqual(slow);
          return;
        }
        expect(fast.value).toEqual({ kind: "truth", truth: slow });
        seen[slow === true ? "true" : "false"] += 1;
      }),
      { numRuns: runs },
    );
    expect(Math.min(seen.true, seen.false)).toBeGreaterThan(runs / 10);
  });

  it("rounded half-up to 6 places is the exact result rounded, and the explanation ends with it", () => {
    fc.assert(
      fc.property(drawnNumbers, valuesOfWorld, (drawn, values) => {
        const from = choicesOf(drawn);
        const formula: Formula = { root: drawNumber(from, [0, 1, 0], 3) };
        const slow = slowly(formula.root, values);
        const fast = evaluateFormula(formula, values);
        const explained = explainFormula(formula, values, inUnit("m"));
        if (!fast.ok || typeof slow !== "object" || "stop" in slow) {
          expect(explained.ok).toBe(false);
          return;
        }
        const amount = amountOf(fast.value, "m");
        expect(explained.ok).toBe(amount.ok);
        if (!amount.ok || !explained.ok) return;
        const rounded = text(roundQuantity(amount.value));
        expect(text(decimal(rounded).times(1_000_000))).toBe(String(roundExact(slow, 6)));
        expect(explained.value.result).toMatchObject({ amount: rounded });
        expect(explained.value.steps.at(-1)?.pieces.at(-1)).toEqual(explained.value.result);
        expect(checkSamples(formula, [{ ...values, expected: rounded }], inUnit("m"))).toMatchObject([
          { passes: true },
        ]);
      }),
      { numRuns: runs },
    );
  });
});

/** a/b = (c/d) / (e/f), multiplied out. */
const isSame = (a: Exact, b: { readonly over: Exact; readonly under: Exact }): boolean =>
  a.over * b.over.under * b.under.over === a.under * b.over.over * b.under.under;

describe("checking", () => {
  it("lets everything pass that is well formed", () => {
    fc.assert(
      fc.property(drawnNumbers, (drawn) => {
        const from = choicesOf(drawn);
        const number = checkFormula({ root: drawNumber(from, [0, 1, 0], 4) }, environment, inUnit("m"));
        const truth = checkFormula({ root: drawTruth(from, 4) }, environment, condition);
        expect([number, truth]).toEqual([{ ok: true }, { ok: true }]);
      }),
      { numRuns: runs },
    );
  });

  it("lets nothing pass that would meet units or kinds that don't fit", () => {
    let passed = 0;
    fc.assert(
      fc.property(anyTree, fc.constantFrom(...expectations), valuesOfWorld, (root, expected, values) => {
        const passes = checkFormula({ root }, environment, expected).ok;
        if (!passes) return;
        passed += 1;
        holdsWhatWasChecked({ root }, expected, values);
      }),
      { numRuns: runs * 4 },
    );
    expect(passed).toBeGreaterThan(runs / 50);
  });
});

function holdsWhatWasChecked(formula: Formula, expected: FormulaExpectation, values: PlainValues): void {
  const value = evaluateFormula(formula, values);
  const slow = slowly(formula.root, values);
  if (!value.ok) {
    expect([...refusalsOfValues]).toContain(value.refusal.code);
    {
      expect(slow).toEqual({ stop: value.refusal.code });
      return;
    }
  }
  if (typeof slow === "object") expect(slow).not.toHaveProperty("stop");
  expect(value.value.kind).toBe(expected.kind === "condition" ? "truth" : "number");
  if (expected.kind === "condition") return;
  const amount = amountOf(value.value, expected.unit);
  if (!amount.ok) expect(["formula_negative", "formula_too_large"]).toContain(amount.refusal.code);
}

const sound: readonly string[] = [
  "(length + 10 cm) * quantity",
  "(ширина_виробу + 2 * 1,5 см) * length",
  'if(upsell("Engraving") and quantity > 10; ceil(length * 1.1; 5 cm); 0)',
  'if(colour = "red", max(0.2 m, length), min(1 м, length / 2))',
  "weight * quantity / 15% - load",
  "not (glossy or bake_time >= 90 min) and note != «так»",
  "round(об'єм / 1 л) + floor(-ratio; 0.5) - buttons",
];
const parts: readonly string[] = [
  ..."+ - * / ( ) < <= > >= = == != <> ; , . % ≤ × − \" ' “ ” « » _ ’".split(" "),
  ..."and or not if min max ceil floor round upsell quantity кількість true false".split(" "),
  ..."length ширина_виробу weight area ratio colour glossy note zzz cm kg м² шт. 10 0 0,95 2.5kg 1e9 999999999999".split(
    " ",
  ),
  " ",
  "\n",
  "\u0301",
  "😀",
];

const mutation = fc
  .tuple(
    fc.constantFrom(...sound),
    fc.array(
      fc.tuple(fc.nat(80), fc.nat(4), fc.oneof(fc.constantFrom("", ...parts), fc.string({ maxLength: 2 }))),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([formula, edits]) =>
    edits.reduce((now, [at, length, put]) => now.slice(0, at) + put + now.slice(at + length), formula),
  );
const soup = fc
  .tuple(fc.array(fc.constantFrom(...parts), { maxLength: 30 }), fc.constantFrom("", " "))
  .map(([some, between]) => some.join(between));
const longSoup = fc
  .tuple(fc.constantFrom(...parts), fc.integer({ min: 1, max: 300 }), soup)
  .map(([part, times, rest]) => part.repeat(times) + rest);
const anyText = fc.oneof(
  { weight: 10, arbitrary: mutation },
  { weight: 6, arbitrary: soup },
  { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  { weight: 1, arbitrary: longSoup },
);

describe("any text at all", () => {
  it("is understood or refused with a place, quickly, and never more than that", () => {
    const refused = new Map<string, Readonly<Record<string, unknown>>>();
    let understood = 0;
    const values = fc.sample(valuesOfWorld, { numRuns: 20, seed: 3 });
    let turn = 0;
    fc.assert(
      fc.property(anyText, (formula) => {
        turn += 1;
        const started = performance.now();
        suggestNames(formula, environment);
        const parsed = parseFormula(formula);
        if (parsed.ok) {
          understood += 1;
          const [some] = values.slice(turn % values.length);
          if (some !== undefined) liveOn(parsed.value, some, formula, refused);
        } else pointsInto(parsed.refusal, formula, refused);
        expect(performance.now() - started).toBeLessThan(2_000);
      }),
      { numRuns: strings },
    );
    expect(understood).toBeGreaterThan(strings / 20);
    for (const [code, data] of refused) {
      for (const translator of translators) {
        const sentence = translator.lookUp(`refusal.${code}`, data);
        expect(sentence, code).toEqual(expect.stringMatching(/^[^{}]{10,}$/u));
      }
    }
    expect([...refused.keys()].length).toBeGreaterThan(20);
  });
});

const translators = [
  createTranslator("en", [enRefusals], "Europe/Kyiv"),
  createTranslator("uk", [ukRefusals], "Europe/Kyiv"),
];

type Refused = Map<string, Readonly<Record<string, unknown>>>;

function pointsInto(
  { code, data = {} }: { readonly code: string; readonly data?: Readonly<Record<string, unknown>> },
  formula: string,
  refused: Refused,
): void {
  const { at, to } = data;
  if (typeof at !== "number" || typeof to !== "number") throw new Error(`${code} has no place`);
  if (at < 0 || at > to || to > formula.length) throw new Error(`${code} points outside: ${at} to ${to}`);
  // What was typed may hold braces; the sentence is looked at for unfilled ones.
  if (!JSON.stringify(data).slice(1, -1).match(/[{}]/)) refused.set(code, data);
}

/** What happens to a formula that was understood. */
function liveOn(formula: Formula, values: PlainValues, typed: string, refused: Refused): void {
  const printed = printFormula(formula);
  const again = parseFormula(printed);
  if (!again.ok || printFormula(again.value) !== printed) throw new Error(`${typed} is not ${printed}`);
  for (const expected of expectations) {
    const checked = checkFormula(formula, environment, expected);
    explainFormula(formula, values, expected);
    if (checked.ok) holdsWhatWasChecked(formula, expected, values);
    else pointsInto(checked.refusal, typed, refused);
  }
}
