import { describe, expect, it } from "vitest";
import { decimal, text } from "#kernel/decimal.ts";
import { addToCategory, defectLossOf, noCost, totalOf, unitCost, withoutLoss } from "./cost-breakdown.ts";

const lot = (state: "finished" | "written_off", firstPass: string, rework: string) => ({
  state,
  firstPass: decimal(firstPass),
  rework: decimal(rework),
});

describe("the worked example of domain.md section 6", () => {
  // lot 1 carries 352.4706, what was written off 19.5294, lot 1.1 63 and its rework 48
  const lots = [
    lot("finished", "352.4706", "0"),
    lot("written_off", "19.5294", "0"),
    lot("finished", "63", "48"),
  ];
  const total = decimal("483");
  const loss = defectLossOf(lots);

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
  it("has four categories that add up to the total", () => {
    const lines = addToCategory(addToCategory(noCost, "material", decimal("230")), "labour", decimal("253"));
    const left = withoutLoss(lines, loss);
    expect(text(totalOf(left).plus(loss))).toBe("483");
    expect(left.subcontracting.eq(0)).toBe(true);
    expect(left.material.lt(230) && left.labour.lt(253)).toBe(true);
  });
});
