import { beforeAll, describe, expect, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { openTab, orderCard } from "./desk-hand.ts";
import { patience, reads, sees, seesNoMore } from "./see.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/**
 * Twenty blanks of which three go back, seen as a river: at any moment, from its facts. Who works is told through the
 * product's doors; what the taps look like is told in the joinery's own story.
 */
const scene = useScene();

let workshop: Workshop;
let supervisor: Person;
let joiner: Person;
let orderId: string;

beforeAll(async () => {
  workshop = await openWorkshop(scene, "joinery", "en", (body) => ({
    ...body,
    stages: body.stages.map((stage) => ({ ...stage, checks: [], photoRequired: false })),
  }));
  supervisor = await workshop.hire("Daryna", { roles: ["supervisor"] });
  joiner = await workshop.hire("Ihor", { roles: ["operator"], trades: ["Joiner"], phone: true });
  const { rows } = await ask(supervisor, workshop.slug, "listItems", { kind: "product", limit: 10 });
  const variantId = rows[0]?.variants[0]?.id ?? "";
  ({ orderId } = await tell(supervisor, workshop.slug, "createOrder", { variantId, quantity: 20 }));
});

async function openRun(stage: string): Promise<string> {
  const { stages } = await ask(supervisor, workshop.slug, "showOrder", { orderId });
  const runs = stages.find((one) => one.name === stage)?.runs ?? [];
  return runs.find((run) => run.state !== "done")?.id ?? "";
}
const start = async (stage: string) =>
  tell(joiner, workshop.slug, "startRun", { runId: await openRun(stage) });
const finish = async (stage: string, units: number) =>
  tell(joiner, workshop.slug, "finishRun", { runId: await openRun(stage), units });

const river = () => supervisor.page.getByRole("region", { name: "Where every unit is and was" });
const slider = () => river().getByRole("slider", { name: "Moment" });
const stage = (name: string) => river().getByRole("button", { name: new RegExp(`^${name}\\b`) });
const row = (name: string) => river().getByRole("row", { name: new RegExp(`^${name}`) });

describe("the river of twenty blanks", () => {
  it("says what it is for before anything flows", async () => {
    const { page } = supervisor;
    await page.goto(`/w/${workshop.slug}/orders/${orderId}`);
    await openTab(supervisor, /^Stages/);
    await orderCard(supervisor).getByText("River", { exact: true }).click();
    await reads(orderCard(supervisor), "Nothing flows yet");
    expect(new URL(page.url()).search).toBe("?tab=stages&view=river");
    await expectAccessible(page, "river: before the first start");
  });

  it("follows what happens: three flow back at planing", async () => {
    await start("Primary processing");
    await reads(river(), "20 worked on");
    await finish("Primary processing", 20);
    await start("Planing");
    await reads(stage("Planing"), "20 worked on");
    const runId = await openRun("Planing");
    const { rows: reasons } = await ask(joiner, workshop.slug, "listDefectReasons", {});
    const { stages } = await ask(supervisor, workshop.slug, "showOrder", { orderId });
    await tell(joiner, workshop.slug, "reportDefect", {
      runId,
      reasonId: reasons[0]?.id ?? "",
      units: 3,
      decision: "return",
      toStageId: stages[0]?.id ?? "",
    });
    await reads(river(), "Right now 3 pcs flow back: Planing → Primary processing");
    await reads(row("Primary processing"), /3.*17/);
    await expectAccessible(supervisor.page, "river: a return");
  });

  it("is turned back to the moment of the return, and to the beginning, by keys", async () => {
    await finish("Planing", 17);
    await start("Gluing");
    await reads(river(), "3 pcs sent back: Planing → Primary processing");
    await reads(stage("Gluing"), "17 worked on");
    await slider().focus();
    await supervisor.page.keyboard.press("ArrowLeft");
    await supervisor.page.keyboard.press("ArrowLeft");
    await reads(river(), "Right now 3 pcs flow back: Planing → Primary processing");
    await expect.poll(() => slider().getAttribute("aria-valuetext"), patience).toContain("3");
    await reads(stage("Gluing"), "Not reached yet");
    await supervisor.page.keyboard.press("Home");
    await reads(row("Primary processing"), "20");
    await reads(stage("Planing"), "Not reached yet");
    // What happens now does not pull it away from the moment that one looks at.
    await finish("Gluing", 17);
    await reads(river(), "1 of 8");
    await reads(river(), "The whole order: 20 in work");
  });

  it("plays on to now", async () => {
    await river().getByText("4×", { exact: true }).click();
    await river().getByRole("button", { name: "Play" }).click();
    await reads(river(), "8 of 8");
    await sees(river().getByRole("button", { name: "Play" }));
  });

  it("opens the lots of a stage, and closes them", async () => {
    await stage("Primary processing").press("Enter");
    const lots = river().getByRole("heading", { name: "Primary processing: its lots now" });
    await sees(lots);
    await reads(river(), /Lot 1\.1.*3 pcs/);
    await expectAccessible(supervisor.page, "river: lots of a stage");
    await river().getByRole("button", { name: "Close" }).click();
    await seesNoMore(lots);
  });

  it("is a table on a phone", async () => {
    const { page } = supervisor;
    await page.setViewportSize({ width: 390, height: 844 });
    await sees(river().getByRole("button", { name: "Gluing", exact: true }));
    await reads(row("Primary processing"), /^Primary processing 3 17$/);
    await expectAccessible(page, "river: on a phone");
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it("makes room for the timeline again", async () => {
    await orderCard(supervisor).getByText("Timeline", { exact: true }).click();
    await sees(orderCard(supervisor).getByRole("heading", { level: 2, name: /Planing$/ }));
    expect(new URL(supervisor.page.url()).search).toBe("?tab=stages");
  });
});
