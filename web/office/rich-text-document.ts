import type { RichDocument, RichText } from "#modules/templates/contract/rich-text.ts";

/** What an editor of the ProseMirror family holds: as it comes, wider than the contract. */
export type EditorNode = {
  readonly type?: string;
  readonly text?: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly marks?: readonly { readonly type: string; readonly attrs?: Readonly<Record<string, unknown>> }[];
  readonly content?: readonly EditorNode[];
};

type Block = RichDocument["content"][number];
type Paragraph = Extract<Block, { type: "paragraph" }>;
type Inlines = NonNullable<Paragraph["content"]>;
type Mark = NonNullable<Extract<Inlines[number], { type: "text" }>["marks"]>[number];

/** A plain text becomes a paragraph a line. */
export function documentOf(text: RichText): RichDocument {
  if (typeof text !== "string") return text;
  return {
    type: "doc",
    content: text
      .split("\n")
      .map((line) => (line === "" ? { type: "paragraph" } : paragraphOf([{ type: "text", text: line }]))),
  };
}

/**
 * What the contract takes of an editor's document: it knows nothing of a link's class or a list's start. Paragraphs
 * without any mark are a plain text again, so that a text that nobody formatted stays as it was.
 */
export function richTextOf(document: EditorNode): RichText {
  const content = (document.content ?? []).flatMap(blockOf);
  // The editor keeps an empty line after a picture or a list, to have somewhere to go on.
  while (isEmptyParagraph(content.at(-1))) content.pop();
  const lines = content.map(plainLine);
  return lines.includes(null) ? { type: "doc", content } : lines.join("\n");
}

const isEmptyParagraph = (block: Block | undefined): boolean =>
  block?.type === "paragraph" && (block.content ?? []).length === 0;

function plainLine(block: Block): string | null {
  if (block.type !== "paragraph") return null;
  const inlines = block.content ?? [];
  if (inlines.some((one) => one.type !== "text" || (one.marks ?? []).length > 0)) return null;
  return inlines.map((one) => (one.type === "text" ? one.text : "")).join("");
}

function blockOf(node: EditorNode): Block[] {
  switch (node.type) {
    case "paragraph":
      return [paragraphOf(inlinesOf(node))];
    case "heading": {
      const level = Number(node.attrs?.["level"] ?? 2);
      const inlines = inlinesOf(node);
      return [
        {
          type: "heading",
          attrs: { level: Math.min(3, Math.max(1, level)) },
          ...(inlines.length === 0 ? {} : { content: inlines }),
        },
      ];
    }
    case "picture": {
      const { fileId, alt } = node.attrs ?? {};
      return typeof fileId === "string"
        ? [{ type: "picture", attrs: { fileId, alt: typeof alt === "string" ? alt.trim() : "" } }]
        : [];
    }
    case "bulletList":
    case "orderedList": {
      const items = (node.content ?? []).flatMap((item) => {
        const paragraphs = (item.content ?? []).flatMap(blockOf).filter((one) => one.type === "paragraph");
        return paragraphs.length === 0 ? [] : [{ type: "listItem" as const, content: paragraphs }];
      });
      return items.length === 0 ? [] : [{ type: node.type, content: items }];
    }
    default:
      return [];
  }
}

const paragraphOf = (inlines: Inlines): Paragraph =>
  inlines.length === 0 ? { type: "paragraph" } : { type: "paragraph", content: inlines };

function inlinesOf({ content }: EditorNode): Inlines {
  return (content ?? []).flatMap((node): Inlines => {
    if (node.type === "hardBreak") return [{ type: "hardBreak" }];
    if (node.type !== "text" || node.text === undefined || node.text === "") return [];
    const marks = (node.marks ?? []).flatMap(markOf);
    return [{ type: "text", text: node.text, ...(marks.length === 0 ? {} : { marks }) }];
  });
}

function markOf({ type, attrs }: NonNullable<EditorNode["marks"]>[number]): Mark[] {
  switch (type) {
    case "bold":
    case "italic":
    case "underline":
    case "strike":
      return [{ type }];
    case "link": {
      const href = attrs?.["href"];
      return typeof href === "string" && /^https?:\/\//i.test(href) ? [{ type, attrs: { href } }] : [];
    }
    default:
      return [];
  }
}
