import { beforeAll, describe, expect, it } from "vitest";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { findFaults } from "./accessible.ts";
import { useScene } from "./browser.ts";
import { sees, signInFloor } from "./see.ts";

/** The check itself: it is silent on a good page and finds what is planted in it. */
const scene = useScene();

let demo: DemoWorkspace;
beforeAll(async () => {
  demo = await scene.product().demo("en");
});

describe("the accessibility check", () => {
  it.each([
    { fault: "a button without a name", rule: "button-name", html: `<button type="button"></button>` },
    {
      fault: "grey words on grey",
      rule: "color-contrast",
      html: `<p style="color:#999;background:#aaa">Due</p>`,
    },
    { fault: "a field without a label", rule: "label", html: `<input type="text">` },
  ])("finds $fault", async ({ rule, html }) => {
    const packer = await scene.open("packer", { phone: true });
    await signInFloor(packer, demo.emails.packer);
    const { page } = packer;
    await sees(page.getByRole("tab", { name: /^Waiting/ }));
    expect(await findFaults(page)).toEqual([]);
    await page.evaluate(
      `document.querySelector("main").insertAdjacentHTML("beforeend", ${JSON.stringify(html)})`,
    );
    const found = await findFaults(page);
    expect(found.some((fault) => fault.includes(rule))).toBe(true);
    await scene.close(packer);
  });

  it("finds what is hard to read in the dark alone", async () => {
    const packer = await scene.open("packer", { phone: true });
    await signInFloor(packer, demo.emails.packer);
    const { page } = packer;
    const html = `<p style="color:var(--ink);background:#fff">Due</p>`;
    await page.evaluate(
      `document.querySelector("main").insertAdjacentHTML("beforeend", ${JSON.stringify(html)})`,
    );
    expect(await findFaults(page)).toEqual([expect.stringContaining("in the dark: color-contrast")]);
    await scene.close(packer);
  });
});
