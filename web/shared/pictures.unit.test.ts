import { expect, test } from "vitest";
import { fitInside } from "./pictures.ts";

test("a picture is shrunk to fit and keeps its shape, lying or standing", () => {
  expect(fitInside(4000, 3000, 1600)).toEqual({ width: 1600, height: 1200 });
  expect(fitInside(3000, 4000, 1600)).toEqual({ width: 1200, height: 1600 });
});

test("a small one is not enlarged, and a thin one keeps a pixel", () => {
  expect(fitInside(800, 600, 1600)).toEqual({ width: 800, height: 600 });
  expect(fitInside(10_000, 1, 1600)).toEqual({ width: 1600, height: 1 });
});
