import { describe, expect, it } from "vitest";
import { decimal, sum, text } from "#kernel/decimal.ts";
import {
  addToCategory,
  type ByCategory,
  type CostShare,
  costCategories,
  defectLossOf,
  lossByCategory,
  lossOfRuns,
  noCost,
  totalOf,
  unitCost,
  withoutLoss,
} from "./cost-breakdown.ts";

const cost = (material: string, labour: string, subcontracting = "0"): ByCategory => ({
  material: decimal(material),
  labour: decimal(labour),
  subcontracting: decimal(subcontracting),
});
const texts = (sums: ByCategory): string[] => costCategories.map((category) => text(sums[category]));
const share = (
  runId: string | null,
  lotId: string,
  amount: string,
  part: CostShare["part"] = "first_pass",
): CostShare => ({ runId, lotId, part, amount: decimal(amount) });
const moved = (from: string, to: string, amount: string, part?: CostShare["part"]): CostShare[] => [
  share(null, from, `-${amount}`, part),
  share(null, to, amount, part),
];

describe("the worked example of domain.md section 6", () => {
  // A blank at 10.00 a unit, all else labour; lot 1.2 is the unit that was written off.
  const ofRuns = new Map([
    ["S1", cost("200", "40")],
    ["S2", cost("0", "80")],
    ["S1 again", cost("30", "6")],
    ["S2 again", cost("0", "12")],
    ["S3 of 1", cost("0", "60")],
    ["S3 of 1.1", cost("0", "9")],
    ["S4 of 1.1", cost("0", "6")],
    ["S4 of 1", cost("0", "40")],
  ]);
  const shares: CostShare[] = [
    share("S1", "1", "240"),
    ...moved("1", "1.1", "36"),
    share("S2", "1", "68"),
    share("S2", "1.1", "12"),
    share("S1 again", "1.1", "36", "rework"),
    share("S2 again", "1.1", "12", "rework"),
    share("S3 of 1.1", "1.1", "9"),
    share("S4 of 1.1", "1.1", "6"),
    ...moved("1", "1.2", "16"),
    share("S3 of 1", "1", "56.4706"),
    share("S3 of 1", "1.2", "3.5294"),
    share("S4 of 1", "1", "40"),
  ];
  const lots = ["1", "1.1", "1.2"].map((lotId) => {
    const of = (part: string) =>
      sum(shares.filter((each) => each.lotId === lotId && each.part === part).map((each) => each.amount));
    return {
      state: lotId === "1.2" ? "written_off" : "finished",
      firstPass: of("first_pass"),
      rework: of("rework"),
    };
  });
  const captured = [...ofRuns.values()].reduce(
    (all, run) => costCategories.reduce((sums, each) => addToCategory(sums, each, run[each]), all),
    noCost,
  );
  const total = totalOf(captured);
  const loss = defectLossOf(lots);

  it("carries 352.4706 on lot 1, 19.5294 on what was written off, 111 on lot 1.1", () => {
    expect(lots.map((lot) => text(lot.firstPass.plus(lot.rework)))).toEqual(["352.4706", "111", "19.5294"]);
    expect(text(total)).toBe("483");
  });
  it("loses 67.5294", () => {
    expect(text(loss)).toBe("67.5294");
  });
  it("costs 25.4211 a unit where the loss is included", () => {
    expect(text(unitCost(total, loss, 19, "included") ?? decimal(0))).toBe("25.4211");
  });
  it("costs 415.4706 ÷ 19 where it is a separate line", () => {
    expect(text(unitCost(total, loss, 19, "separate") ?? decimal(0))).toBe("21.8669");
  });
  it("has no unit cost before the first good unit", () => {
    expect(unitCost(total, loss, 0, "included")).toBeNull();
  });
  it("has lost the blanks that were lost, and the work on them", () => {
    const lost = lossByCategory(lossOfRuns(ofRuns, shares, (lotId) => lotId === "1.2"));
    // 10 of the one that was written off and 30 of the second blanks; 2 + 4 + 3.5294 and 6 + 12 of labour
    expect(texts(lost)).toEqual(["40", "27.5294", "0"]);
    const left = withoutLoss(captured, lost);
    expect(texts(left)).toEqual(["190", "225.4706", "0"]);
    expect(text(totalOf(left).plus(loss))).toBe("483");
  });
  it("loses the same where the loss passed on to the good units of lot 1", () => {
    const passed = [...shares, ...moved("1.2", "1", "19.5294", "absorbed")];
    const lost = lossByCategory(lossOfRuns(ofRuns, passed, (lotId) => lotId === "1.2"));
    expect(texts(lost)).toEqual(["40", "27.5294", "0"]);
  });
});

describe("what a loss was made of", () => {
  it("goes with the units through a split and a merge, in the proportions of the lot that they leave", () => {
    const ofRuns = new Map([
      ["cut", cost("90", "10")],
      ["sew", cost("0", "30")],
    ]);
    const shares = [
      share("cut", "1", "100"),
      ...moved("1", "1.1", "40"),
      share("sew", "1.1", "30"),
      // joined again: lot 1 has 90 of material and 40 of labour, of which one half is lost
      ...moved("1.1", "1", "70"),
      ...moved("1", "1.2", "65"),
    ];
    const lost = lossByCategory(lossOfRuns(ofRuns, shares, (lotId) => lotId === "1.2"));
    expect(texts(lost)).toEqual(["45", "20", "0"]);
  });
  it("adds up to the loss by largest remainder", () => {
    const ofRuns = new Map([["cut", cost("1", "1", "1")]]);
    const shares = [share("cut", "1", "2"), share("cut", "2", "1")];
    const lost = lossByCategory(lossOfRuns(ofRuns, shares, (lotId) => lotId === "2"));
    expect(texts(lost)).toEqual(["0.3334", "0.3333", "0.3333"]);
  });
  it("never makes more of a run than its lines: scrap and rework are the whole of a later cycle", () => {
    const ofRuns = new Map([["again", cost("0.0001", "0.0001", "0.0001")]]);
    const shares = [share("again", "1", "0.0002", "rework"), share("again", "2", "0.0001", "rework")];
    const lost = lossOfRuns(ofRuns, shares, (lotId) => lotId === "2").get("again");
    expect(lost && texts(lost.scrap)).toEqual(["0.0001", "0", "0"]);
    expect(lost && texts(lost.rework)).toEqual(["0", "0.0001", "0.0001"]);
  });
  it("is nothing where nothing was lost", () => {
    const shares = [share("cut", "1", "2")];
    const lost = lossByCategory(lossOfRuns(new Map([["cut", cost("1", "1")]]), shares, () => false));
    expect(texts(lost)).toEqual(["0", "0", "0"]);
  });
});
