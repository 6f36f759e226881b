import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { RichText as Text } from "#modules/templates/contract/rich-text.ts";
import { knowRoutes } from "./known-routes.ts";
import { isEmptyText, plainText, RichText } from "./rich-text.tsx";
import { routeMap } from "./route-map.ts";

knowRoutes(routeMap);

const fileId = "0199a000-0000-7000-8000-000000000001";
const draw = (text: Text): string =>
  renderToStaticMarkup(createElement(RichText, { text })).replaceAll(/ class="[^"]*"/g, "");

// A picture's address carries the workspace of the page's address.
beforeAll(() => vi.stubGlobal("location", { pathname: "/w/workshop/orders" }));
afterAll(() => vi.unstubAllGlobals());

describe("rich text", () => {
  it("draws headings, marks, lists and pictures", () => {
    const text: Text = {
      type: "doc",
      content: [
        { type: "heading", attrs: { level: 2 }, content: [{ type: "text", text: "Before" }] },
        {
          type: "paragraph",
          content: [
            { type: "text", text: "Heat to " },
            { type: "text", text: "210 °C", marks: [{ type: "bold" }, { type: "italic" }] },
            { type: "hardBreak" },
            {
              type: "text",
              text: "the manual",
              marks: [{ type: "link", attrs: { href: "https://example.com/a" } }],
            },
          ],
        },
        {
          type: "orderedList",
          content: [
            {
              type: "listItem",
              content: [{ type: "paragraph", content: [{ type: "text", text: "First" }] }],
            },
          ],
        },
        { type: "picture", attrs: { fileId, alt: "The drum" } },
      ],
    };
    const drawn = draw(text);
    expect(drawn).toContain('<p data-level="2"><strong>Before</strong></p>');
    expect(drawn).toContain("<em><strong>210 °C</strong></em><br/>");
    expect(drawn).toContain(
      'href="https://example.com/a" target="_blank" rel="noopener noreferrer nofollow"',
    );
    expect(drawn).toContain("<ol><li><p>First</p></li></ol>");
    expect(drawn).toContain(`src="/api/w/workshop/files/${fileId}`);
    expect(drawn).toContain('alt="The drum"');
    expect(plainText(text)).toBe("Before\nHeat to 210 °C\nthe manual\nFirst\nThe drum");
  });

  it("never makes HTML or a script of what somebody wrote", () => {
    expect(draw("<img src=x onerror=alert(1)>")).toBe("<div><p>&lt;img src=x onerror=alert(1)&gt;</p></div>");
    const link: Text = {
      type: "doc",
      content: [
        {
          type: "paragraph",
          content: [
            { type: "text", text: "here", marks: [{ type: "link", attrs: { href: "javascript:alert(1)" } }] },
          ],
        },
      ],
    };
    expect(draw(link)).toBe("<div><p>here</p></div>");
  });

  it("leaves out a node that it doesn't know", () => {
    const newer = { type: "doc", content: [{ type: "table" }, { type: "paragraph" }] } as unknown as Text;
    expect(draw(newer)).toBe("<div><p></p></div>");
  });

  it("knows an empty text from one with a picture", () => {
    expect(isEmptyText("  ")).toBe(true);
    expect(isEmptyText({ type: "doc", content: [{ type: "paragraph" }] })).toBe(true);
    expect(isEmptyText({ type: "doc", content: [{ type: "picture", attrs: { fileId, alt: "" } }] })).toBe(
      false,
    );
  });
});
