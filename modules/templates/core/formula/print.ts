import { type Formula, type FormulaNode, type Operator, mostCharacters } from "./syntax-tree.ts";

/** How tightly each kind binds, as in the grammar of parse.ts. */
const levels: Readonly<Record<Operator, number>> = {
  or: 1,
  and: 2,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "=": 4,
  "!=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
};
const levelOfNot = 3;
const levelOfSum = 5;
const levelOfMinus = 7;

/**
 * The canonical text: decimal point, ";" between arguments, codes of units, no parenthesis that isn't needed.
 * Parsed again it is the same formula. Spaces fall away where the text would be too long with them.
 */
export function printFormula(formula: Formula): string {
  const spaced = print(formula.root, 0, " ");
  return spaced.length > mostCharacters ? printCompact(formula.root) : spaced;
}

export const printCompact = (node: FormulaNode): string => print(node, 0, "");

function print(node: FormulaNode, level: number, space: string): string {
  const wrap = (own: number, text: string): string => (own < level ? `(${text})` : text);
  switch (node.kind) {
    case "number":
      return node.unit === null ? node.amount : `${node.amount}${node.unit === "%" ? "" : space}${node.unit}`;
    case "text":
      return quoted(node.text);
    case "truth":
      return node.truth ? "true" : "false";
    case "quantity":
      return "quantity";
    case "name":
      return node.name;
    case "upsell":
      return `upsell(${quoted(node.upsell)})`;
    case "minus":
      return wrap(levelOfMinus, `-${print(node.of, levelOfMinus, space)}`);
    case "not":
      return wrap(levelOfNot, `not ${print(node.of, levelOfNot, space)}`);
    case "operation": {
      const own = levels[node.operator];
      // Chains associate to the left; a comparison takes two sums and no chain.
      const left = print(node.left, own === levels["="] ? levelOfSum : own, space);
      const right = print(node.right, own + 1, space);
      const around = node.operator === "and" || node.operator === "or" ? " " : space;
      return wrap(own, left + around + node.operator + around + right);
    }
    case "call":
      return `${node.name}(${node.arguments.map((each) => print(each, 0, space)).join(`;${space}`)})`;
  }
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
