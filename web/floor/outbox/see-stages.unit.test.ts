import { notifyManager, QueryClient, QueryObserver } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { seeStages } from "./see-stages.ts";

describe("seeStages", () => {
  it("resolves with an answer that was asked for after it, once the screens have it", async () => {
    const queries = new QueryClient();
    let asked = 0;
    const observer = new QueryObserver(queries, {
      queryKey: ["workshop", "showMyStages"],
      queryFn: () => Promise.resolve((asked += 1)),
    });
    const drawn: (number | undefined)[] = [];
    // As a screen listens: at the end of all that happens at once.
    const draw = notifyManager.batchCalls(() => drawn.push(observer.getCurrentResult().data));
    const stop = observer.subscribe(draw);
    await expect.poll(() => drawn.at(-1)).toBe(1);
    await seeStages(queries);
    expect(drawn.at(-1)).toBe(2);
    stop();
  });
});
