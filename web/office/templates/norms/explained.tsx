import { Fragment, type ReactNode } from "react";
import type { Explanation, ExplainedPiece } from "#modules/templates/core/formula/formula.ts";
import { useTexts } from "../texts.ts";
import style from "./formula.module.css";

/** How a formula comes to its result, step by step: "Length 0.95 m + 0.10 m = 1.05 m", then "× 20 = 21 m". */
export function Explained({ explanation }: { readonly explanation: Explanation }) {
  return (
    <ol className={style.steps}>
      {explanation.steps.map(({ pieces, continues }, place) => (
        // A reckoning is drawn anew as a whole.
        <li key={place}>
          {continues && <span className="soft">… </span>}
          {pieces.map((piece, at) => (
            <Fragment key={at}>
              {at > 0 && !isTight(pieces[at - 1], piece) && " "}
              <Piece piece={piece} />
            </Fragment>
          ))}
        </li>
      ))}
    </ol>
  );
}

/** "(2 m", "3; 4" and "ceil(": no space inside. */
function isTight(before: ExplainedPiece | undefined, piece: ExplainedPiece): boolean {
  const symbol = (one: ExplainedPiece | undefined): string => (one?.kind === "symbol" ? one.symbol : "");
  if (symbol(before) === "(" || symbol(piece) === ")" || symbol(piece) === ";") return true;
  const isFunction = before?.kind === "word" && !["and", "or", "not"].includes(before.word);
  return isFunction && symbol(piece) === "(";
}

function Piece({ piece }: { readonly piece: ExplainedPiece }) {
  const { t, number, lookUp } = useTexts();
  switch (piece.kind) {
    case "amount": {
      const unit = piece.unit
        .map(({ unit: name, power }) => (lookUp(`unit.${name}`) ?? name) + raised(power))
        .join("·");
      return (
        <Named name={piece.name}>
          {number(piece.amount)}
          {unit === "" ? "" : `\u00a0${unit}`}
        </Named>
      );
    }
    case "symbol":
      return piece.symbol;
    case "word":
      return lookUp(`template.formula.word.${piece.word}`) ?? piece.word;
    case "truth":
      return (
        <Named name={piece.name}>{t(piece.truth ? "template.formula.yes" : "template.formula.no")}</Named>
      );
    case "text":
      return <Named name={piece.name}>“{piece.text}”</Named>;
  }
}

function Named({ name, children }: { readonly name: string | undefined; readonly children: ReactNode }) {
  if (name === undefined) return children;
  return (
    <>
      <span className={style.named}>{name}</span> {children}
    </>
  );
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const raised = (power: number): string =>
  power === 1
    ? ""
    : (power < 0 ? "⁻" : "") +
      String(Math.abs(power)).replaceAll(/\d/g, (digit) => superscripts.charAt(Number(digit)));
