import { expect, test } from "vitest";
import { createTextShelf } from "./text-shelf.ts";

/** Texts that come when the test says so. */
function aLoader(name: string) {
  const waiting: { language: string; come: () => void }[] = [];
  const load = (language: string): Promise<readonly string[]> =>
    new Promise((resolve) => {
      waiting.push({ language, come: () => resolve([`${name} ${language}`]) });
    });
  const come = async (language: string): Promise<void> => {
    for (const each of waiting.splice(0)) {
      if (each.language === language) each.come();
      else waiting.push(each);
    }
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { load, come };
}

async function started() {
  const shelf = createTextShelf<string, string>();
  const entry = aLoader("entry");
  shelf.begin(entry.load);
  const shown = shelf.show("en");
  await entry.come("en");
  expect(await shown).toBe(true);
  return { shelf, entry };
}

test("a screen's texts that come while another language does are there in that language", async () => {
  const { shelf, entry } = await started();
  const screen = aLoader("screen");
  const added = shelf.add(screen.load);
  const switched = shelf.show("uk");
  await entry.come("en");
  await screen.come("en");
  await entry.come("uk");
  await screen.come("uk");
  await entry.come("uk");
  await screen.come("uk");
  expect([await switched, await added]).toEqual([true, "uk"]);
  expect(shelf.parts()).toEqual(["entry uk", "screen uk"]);
});

test("texts asked for after the language are not lost when the language comes", async () => {
  const { shelf, entry } = await started();
  const screen = aLoader("screen");
  const switched = shelf.show("uk");
  const added = shelf.add(screen.load);
  for (let turn = 0; turn < 3; turn += 1) {
    await screen.come("uk");
    await entry.come("uk");
  }
  expect([await switched, await added]).toEqual([true, "uk"]);
  expect(shelf.parts()).toEqual(["entry uk", "screen uk"]);
});

test("two screens' texts at once are both there", async () => {
  const { shelf, entry } = await started();
  const [one, other] = [aLoader("one"), aLoader("other")];
  const both = Promise.all([shelf.add(one.load), shelf.add(other.load)]);
  for (let turn = 0; turn < 3; turn += 1) {
    await entry.come("en");
    await other.come("en");
    await one.come("en");
  }
  await both;
  expect(shelf.parts()).toEqual(["entry en", "one en", "other en"]);
});

test("texts that can't be had keep no others back", async () => {
  const { shelf, entry } = await started();
  const failing = shelf.add(() => Promise.reject(new Error("cut off")));
  await expect(failing).rejects.toThrow("cut off");
  const switched = shelf.show("uk");
  await entry.come("uk");
  expect(await switched).toBe(true);
});
