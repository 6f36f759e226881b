import { describe, expect, it } from "vitest";
import { richTextField } from "#modules/templates/contract/rich-text.ts";
import { documentOf, richTextOf } from "./rich-text-document.ts";

const fileId = "0199a000-0000-7000-8000-000000000001";

describe("a document of the editor", () => {
  it("stays a plain text while nothing is formatted", () => {
    for (const text of ["", "One line", "Two\nlines", "A gap\n\nbetween"]) {
      expect(richTextOf(documentOf(text))).toBe(text);
    }
  });

  it("becomes what the contract takes, whatever the editor adds of its own", () => {
    const made = richTextOf({
      type: "doc",
      content: [
        { type: "heading", attrs: { level: 2, textAlign: null }, content: [{ type: "text", text: "Heat" }] },
        {
          type: "orderedList",
          attrs: { start: 1, type: null },
          content: [
            {
              type: "listItem",
              content: [
                {
                  type: "paragraph",
                  content: [
                    {
                      type: "text",
                      text: "the manual",
                      marks: [
                        {
                          type: "link",
                          attrs: { href: "https://example.com", target: "_blank", rel: null, class: null },
                        },
                        { type: "bold" },
                        { type: "code" },
                      ],
                    },
                  ],
                },
              ],
            },
          ],
        },
        { type: "picture", attrs: { fileId, alt: " The drum " } },
        { type: "horizontalRule" },
        { type: "paragraph" },
      ],
    });
    expect(richTextField.parse(made)).toEqual({
      type: "doc",
      content: [
        { type: "heading", attrs: { level: 2 }, content: [{ type: "text", text: "Heat" }] },
        {
          type: "orderedList",
          content: [
            {
              type: "listItem",
              content: [
                {
                  type: "paragraph",
                  content: [
                    {
                      type: "text",
                      text: "the manual",
                      marks: [{ type: "link", attrs: { href: "https://example.com" } }, { type: "bold" }],
                    },
                  ],
                },
              ],
            },
          ],
        },
        { type: "picture", attrs: { fileId, alt: "The drum" } },
      ],
    });
  });

  it("drops a link to anything but a page", () => {
    const made = richTextOf({
      type: "doc",
      content: [
        {
          type: "paragraph",
          content: [
            { type: "text", text: "here", marks: [{ type: "link", attrs: { href: "javascript:alert(1)" } }] },
          ],
        },
      ],
    });
    expect(made).toBe("here");
  });
});
