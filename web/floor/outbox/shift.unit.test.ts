import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openShift, type Session, type Shift } from "./shift.ts";
import { memoryStore, type TapStore } from "./tap-store.ts";

let store: TapStore;
let shift: Shift;
const hour = 3_600_000;
const start = new Date("2026-06-01T06:00:00Z");

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: start });
  store = memoryStore();
  shift = await openShift(store, "shop");
});
afterEach(() => vi.useRealTimers());

const later = (hours: number): void => void vi.setSystemTime(Date.now() + hours * hour);
const aSession = (id: string): Session => ({ member: { id, name: id } }) as unknown as Session;
const names = (of = shift): string[] => of.people().map(({ session }) => session.member.id);

describe("The people of a shift on a shared tablet", () => {
  it("are those who have signed in, also for the next page", async () => {
    await shift.hasCome(aSession("roman"));
    await shift.keepAnswer("roman", "showMyStages", { waiting: [] });
    await shift.haveLeft();
    await shift.hasCome(aSession("iryna"));
    expect(names()).toEqual(["roman", "iryna"]);
    const next = await openShift(store, "shop");
    expect(names(next)).toEqual(["roman", "iryna"]);
    expect(await next.keptAnswer("roman", "showMyStages")).toEqual({ waiting: [] });
    expect(names(await openShift(store, "another"))).toEqual([]);
  });

  it("are so for as long as their sign-in counts, however often the page asks who they are", async () => {
    await shift.hasCome(aSession("roman"));
    later(6);
    await shift.hasCome(aSession("roman"));
    later(5.9);
    expect(names()).toEqual(["roman"]);
    later(0.1);
    expect(names()).toEqual([]);
  });

  it("begin anew when they sign in again", async () => {
    await shift.hasCome(aSession("roman"));
    await shift.haveLeft();
    later(6);
    await shift.hasCome(aSession("roman"));
    later(11);
    expect(names()).toEqual(["roman"]);
  });

  it("leave nothing behind once their shift is over, nor once the tablet is nobody's", async () => {
    await shift.hasCome(aSession("roman"));
    await shift.keepAnswer("roman", "showMyStages", { waiting: ["secret"] });
    later(13);
    await shift.hasCome(aSession("iryna"));
    expect(await shift.keptAnswer("roman", "showMyStages")).toBeUndefined();
    await shift.keepAnswer("iryna", "showMyStages", { waiting: ["secret"] });
    await shift.end();
    expect(await shift.keptAnswer("iryna", "showMyStages")).toBeUndefined();
    expect(names(await openShift(store, "shop"))).toEqual([]);
  });
});
