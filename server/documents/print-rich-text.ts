import type { RichDocument, RichText } from "#modules/templates/contract/rich-text.ts";
import type { PdfNode } from "./pdf.ts";

type Block = RichDocument["content"][number];
type Inline = NonNullable<Extract<Block, { type: "paragraph" }>["content"]>[number];

/** An instruction as text; its pictures are for the screen. Nothing where nothing is said. */
export function printRichText(text: RichText): PdfNode[] {
  if (typeof text === "string")
    return text.trim() === "" ? [] : [{ text: text.trim(), margin: [0, 2, 0, 2] }];
  return text.content.flatMap(printBlock);
}

function printBlock(block: Block): PdfNode[] {
  switch (block.type) {
    case "picture":
      return [];
    case "heading":
      return [{ text: inlines(block.content), bold: true, margin: [0, 3, 0, 1] }];
    case "paragraph":
      return block.content === undefined ? [] : [{ text: inlines(block.content), margin: [0, 1, 0, 2] }];
    case "bulletList":
    case "orderedList": {
      const items = block.content.map((item) => ({
        stack: item.content.map((paragraph) => ({ text: inlines(paragraph.content) })),
      }));
      return [{ [block.type === "bulletList" ? "ul" : "ol"]: items, margin: [0, 1, 0, 2] }];
    }
  }
}

function inlines(content: readonly Inline[] | undefined): PdfNode[] {
  return (content ?? []).map((inline) => {
    if (inline.type === "hardBreak") return { text: "\n" };
    const marks = new Set(inline.marks?.map((mark) => mark.type));
    return {
      text: inline.text,
      ...(marks.has("bold") ? { bold: true } : {}),
      ...(marks.has("italic") ? { italics: true } : {}),
      ...(marks.has("underline") || marks.has("link") ? { decoration: "underline" } : {}),
      ...(marks.has("strike") ? { decoration: "lineThrough" } : {}),
    };
  });
}
