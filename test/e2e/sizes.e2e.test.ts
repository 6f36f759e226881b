import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { useScene } from "./browser.ts";
import { sees, signInFloor, signInOffice } from "./see.ts";

/**
 * What a browser fetches before anybody taps, in kB of 1000 bytes after gzip: every script and style of the first
 * screen, those that are loaded on demand included.
 */
const scene = useScene();

let demo: DemoWorkspace;
beforeAll(async () => {
  demo = await scene.product().demo("en");
});

async function firstLoad(page: Page, open: () => Promise<void>): Promise<{ script: number; style: number }> {
  const bodies: Promise<{ kind: string; bytes: number }>[] = [];
  page.on("response", (response) => {
    const kind = /\.(js|css)$/.exec(new URL(response.url()).pathname)?.[1];
    if (kind === undefined) return;
    bodies.push(response.body().then((body) => ({ kind, bytes: gzipSync(body).length })));
  });
  await open();
  const loaded = await Promise.all(bodies);
  const kilobytes = (kind: string): number =>
    loaded.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.bytes, 0) / 1000;
  const sizes = { script: kilobytes("js"), style: kilobytes("css") };
  // A screen that fetches nothing would keep any budget.
  expect(sizes.script).toBeGreaterThan(20);
  expect(sizes.style).toBeGreaterThan(2);
  return sizes;
}

describe("the first load", () => {
  it("of My Stages is at most 130 kB of script and 25 kB of style", async () => {
    const roaster = await scene.open("roaster", { phone: true });
    await signInFloor(roaster, demo.emails.roaster);
    const page = await roaster.context.newPage();
    const { script, style } = await firstLoad(page, async () => {
      await page.goto(`/floor/${demo.slug}`);
      await sees(page.getByRole("tab", { name: /^Waiting/ }));
    });
    expect(script).toBeLessThanOrEqual(130);
    expect(style).toBeLessThanOrEqual(25);
  });

  it("of the deals is at most 250 kB of script and 25 kB of style", async () => {
    const sales = await scene.open("sales");
    await signInOffice(sales, demo.emails.sales);
    const page = await sales.context.newPage();
    const { script, style } = await firstLoad(page, async () => {
      await page.goto(`/w/${demo.slug}`);
      await sees(page.getByRole("region", { name: /^New: / }));
    });
    expect(script).toBeLessThanOrEqual(250);
    expect(style).toBeLessThanOrEqual(25);
  });
});
