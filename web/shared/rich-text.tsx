import type { ReactNode } from "react";
import type { RichDocument, RichText as Text } from "#modules/templates/contract/rich-text.ts";
import { fileAddress, Picture } from "./file-picture.tsx";
import style from "./rich-text.module.css";

type Block = RichDocument["content"][number];
type Paragraph = Extract<Block, { type: "paragraph" }>;
type Inline = NonNullable<Paragraph["content"]>[number];
type Mark = NonNullable<Extract<Inline, { type: "text" }>["marks"]>[number];

type Props = {
  readonly text: Text;
  readonly className?: string;
};

/**
 * Text with headings, lists and pictures, drawn by React alone: what came from the server never becomes HTML. A
 * kind of node that is not known here (written by a newer version) leaves its place empty.
 */
export function RichText({ text, className }: Props) {
  return (
    <div className={`${style.text}${className === undefined ? "" : ` ${className}`}`}>
      {typeof text === "string" ? <p className={style.plain}>{text}</p> : blocks(text.content)}
    </div>
  );
}

/** Nothing to read and no picture to see. */
export function isEmptyText(text: Text): boolean {
  if (typeof text === "string") return text.trim() === "";
  return text.content.every((block) => block.type !== "picture" && wordsOf(block).trim() === "");
}

/** The words alone, a line a paragraph: for what compares, counts or shows a first line. */
export function plainText(text: Text): string {
  return typeof text === "string" ? text : text.content.map(wordsOf).join("\n");
}

function wordsOf(block: Block): string {
  switch (block.type) {
    case "picture":
      return block.attrs.alt;
    case "bulletList":
    case "orderedList":
      return block.content
        .map((item) => item.content.map((one) => inlineWords(one.content)).join("\n"))
        .join("\n");
    default:
      return inlineWords(block.content);
  }
}

const inlineWords = (inlines: readonly Inline[] | undefined): string =>
  (inlines ?? []).map((inline) => (inline.type === "text" ? inline.text : "\n")).join("");

// A text is drawn anew as a whole when it changes: places serve as keys.
const each = <T,>(all: readonly T[] | undefined, draw: (one: T, key: number) => ReactNode): ReactNode =>
  (all ?? []).map((one, place) => draw(one, place));

const blocks = (all: readonly Block[]): ReactNode =>
  each(all, (block, key) => <Drawn key={key} block={block} />);

function Drawn({ block }: { readonly block: Block }): ReactNode {
  switch (block.type) {
    case "paragraph":
      return <p>{inlines(block.content)}</p>;
    case "heading":
      return (
        // Cards and panels have headings of their own above it, of whichever level.
        <p className={style.heading} data-level={block.attrs.level}>
          <strong>{inlines(block.content)}</strong>
        </p>
      );
    case "picture":
      return <LinkedPicture fileId={block.attrs.fileId} alt={block.attrs.alt} />;
    case "bulletList":
      return <ul>{items(block.content)}</ul>;
    case "orderedList":
      return <ol>{items(block.content)}</ol>;
    default:
      return null;
  }
}

const items = (all: Extract<Block, { type: "bulletList" | "orderedList" }>["content"]): ReactNode =>
  each(all, (item, key) => (
    <li key={key}>
      {each(item.content, (paragraph, place) => (
        <p key={place}>{inlines(paragraph.content)}</p>
      ))}
    </li>
  ));

const inlines = (all: readonly Inline[] | undefined): ReactNode =>
  each(all, (inline, key) =>
    inline.type === "text" ? (
      <Marked key={key} marks={inline.marks ?? []}>
        {inline.text}
      </Marked>
    ) : inline.type === "hardBreak" ? (
      <br key={key} />
    ) : null,
  );

function Marked({
  marks,
  children,
}: {
  readonly marks: readonly Mark[];
  readonly children: ReactNode;
}): ReactNode {
  return marks.reduce((inner, mark) => withMark(mark, inner), children);
}

function withMark(mark: Mark, inner: ReactNode): ReactNode {
  switch (mark.type) {
    case "bold":
      return <strong>{inner}</strong>;
    case "italic":
      return <em>{inner}</em>;
    case "underline":
      return <u>{inner}</u>;
    case "strike":
      return <s>{inner}</s>;
    case "link":
      // The server takes http and https only; a second lock costs a line.
      if (!/^https?:\/\//i.test(mark.attrs.href)) return inner;
      return (
        <a href={mark.attrs.href} target="_blank" rel="noopener noreferrer nofollow">
          {inner}
        </a>
      );
    default:
      return inner;
  }
}

function LinkedPicture({ fileId, alt }: { readonly fileId: string; readonly alt: string }) {
  return (
    <a className={style.picture} href={fileAddress(fileId, "full")} target="_blank" rel="noopener">
      <Picture fileId={fileId} size="full" alt={alt} />
    </a>
  );
}
