import { expect, test } from "vitest";
import { containing } from "./search.ts";

test("what a pattern would read as any letter is only itself", () => {
  expect(containing("50%_a\\b")).toBe("%50\\%\\_a\\\\b%");
});
