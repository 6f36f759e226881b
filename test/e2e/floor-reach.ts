import type { Page } from "playwright-core";

/** What a hand and an eye need of the floor's screens (screens.md, "Floor"). Lengths in CSS pixels. */
export type Reach = {
  readonly leastHeight: number;
  readonly leastWidth: number;
  /** Pause and Finish. */
  readonly leastOfVerbs: number;
  readonly leastGap: number;
  /** Between what ends work well and what destroys. */
  readonly leastGapToDestroy: number;
  readonly leastText: number;
  readonly leastContrast: number;
};

export const bareHands: Reach = {
  leastHeight: 64,
  leastWidth: 64,
  leastOfVerbs: 96,
  leastGap: 16,
  leastGapToDestroy: 24,
  leastText: 18,
  leastContrast: 7,
};
/** Three keys beside each other on a phone are as wide as it lets them. */
export const gloves: Reach = { ...bareHands, leastHeight: 120, leastWidth: 90, leastOfVerbs: 120 };

/**
 * What on the screen as it stands (the uppermost sheet, where one is open) is too small, too near or too pale: one
 * sentence each. Measured from the rendered page: boxes, fonts, and colours laid over what is behind them.
 */
export async function findOutOfReach(page: Page, reach: Reach): Promise<readonly string[]> {
  const found: unknown = await page.evaluate(`(${measure})(${JSON.stringify(reach)})`);
  if (!Array.isArray(found)) throw new Error("The page was not measured");
  const looked = Number(found[0]);
  // A screen without anything on it would have no faults.
  if (!(looked > 0)) return ["There is nothing on the screen"];
  return [...new Set(found.slice(1).map(String))];
}

// A text: the page's globals are not this program's.
const measure = `(reach) => {
  const nearly = 0.6;
  const root = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  const faults = [];
  let looked = 0;

  const isShown = (element) => {
    if (!element.checkVisibility({ checkVisibilityCSS: true })) return false;
    if (element.closest(".unseen") !== null) return false;
    const { width, height } = element.getBoundingClientRect();
    return width > 2 && height > 2;
  };
  const nameOf = (element) => {
    const name = element.getAttribute("aria-label") ?? element.innerText ?? "";
    return "<" + element.tagName.toLowerCase() + "> " + (name || element.name || "").trim().replace(/\\s+/g, " ").slice(0, 40);
  };
  const px = (length) => Math.round(length * 10) / 10 + " px";

  // What is tapped.
  const tapped = "button, a[href], input:not([type=file]):not([type=hidden]), textarea, select, summary, label:has(input[type=file])";
  const controls = [...root.querySelectorAll(tapped)].filter(isShown).map((element) => ({
    element,
    box: element.getBoundingClientRect(),
    layer: layerOf(element),
  }));
  function layerOf(element) {
    for (let at = element; at !== null && at !== root; at = at.parentElement) {
      const { position, overflowY } = getComputedStyle(at);
      if (position === "fixed" || position === "sticky") return { place: at, floats: true };
      if (overflowY === "auto" || overflowY === "scroll") return { place: at, floats: false };
    }
    return { place: root, floats: false };
  }
  for (const { element, box } of controls) {
    looked += 1;
    if (box.height < reach.leastHeight - nearly) faults.push(nameOf(element) + " is " + px(box.height) + " high");
    if (box.width < reach.leastWidth - nearly) faults.push(nameOf(element) + " is " + px(box.width) + " wide");
    if (box.left < -1 || box.right > innerWidth + 1) faults.push(nameOf(element) + " is not all on the screen");
  }
  for (const act of root.querySelectorAll("article .big[data-tone=pause], article .big[data-tone=finish]")) {
    if (!isShown(act)) continue;
    const box = act.getBoundingClientRect();
    const card = act.closest("article").getBoundingClientRect();
    if (box.height < reach.leastOfVerbs - nearly) faults.push(nameOf(act) + " is only " + px(box.height) + " high");
    // Two of them beside each other fill the card, but for the gap and the edges.
    const half = (card.width - reach.leastGap - 64) / 2;
    if (box.width < half) faults.push(nameOf(act) + " is only " + px(box.width) + " wide");
  }
  const ends = (element) => element.matches(".big[data-tone=finish], .big[data-tone=start]");
  const destroys = (element) => element.matches(".big[data-tone=destroy]");
  controls.forEach((one, index) => {
    for (const other of controls.slice(index + 1)) {
      const isTogether = one.layer.place === other.layer.place;
      if (!isTogether && !(one.layer.floats && other.layer.floats)) continue;
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      const aside = Math.max(other.box.left - one.box.right, one.box.left - other.box.right);
      const below = Math.max(other.box.top - one.box.bottom, one.box.top - other.box.bottom);
      const gap = Math.max(aside, below);
      const isGrave = (ends(one.element) && destroys(other.element)) || (ends(other.element) && destroys(one.element));
      const least = isGrave ? reach.leastGapToDestroy : reach.leastGap;
      if (gap < least - nearly) {
        faults.push(nameOf(one.element) + " and " + nameOf(other.element) + " are " + px(gap) + " apart");
      }
    }
  });

  // What is read.
  const colourOf = (text) => {
    const numbers = (text.match(/-?[\\d.]+(?:e-?\\d+)?%?/g) ?? []).map((part) => part.endsWith("%") ? parseFloat(part) / 100 : parseFloat(part));
    if (text.startsWith("rgb")) return [numbers[0], numbers[1], numbers[2], numbers[3] ?? 1];
    if (text.startsWith("color(srgb")) return [numbers[0] * 255, numbers[1] * 255, numbers[2] * 255, numbers[3] ?? 1];
    throw new Error("A colour that is not understood: " + text);
  };
  const over = (upper, lower) => {
    const alpha = upper[3];
    return [0, 1, 2].map((place) => upper[place] * alpha + lower[place] * (1 - alpha)).concat(1);
  };
  const behind = (element) => {
    const layers = [];
    for (let at = element; at !== null; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") throw new Error("A picture behind words: " + nameOf(at));
      const colour = colourOf(style.backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reduceRight((lower, upper) => over(upper, lower), [255, 255, 255, 1]);
  };
  const faded = (element) => {
    let share = 1;
    for (let at = element; at !== null; at = at.parentElement) share *= Number(getComputedStyle(at).opacity);
    return share;
  };
  const light = ([red, green, blue]) => {
    const part = (value) => value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  };
  const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const read = (element, words) => {
    looked += 1;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const told = "“" + words.trim().replace(/\\s+/g, " ").slice(0, 40) + "”";
    if (size < reach.leastText - 0.05) faults.push(told + " is written in " + px(size));
    if (element.closest(":disabled") !== null) return;
    const ground = behind(element);
    const ink = colourOf(style.color);
    const ratio = contrast(over([ink[0], ink[1], ink[2], ink[3] * faded(element)], ground), ground);
    if (ratio < reach.leastContrast - 0.005) faults.push(told + " has a contrast of " + ratio.toFixed(2) + " : 1");
  };
  const words = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = words.nextNode(); node !== null; node = words.nextNode()) {
    const element = node.parentElement;
    if (element !== null && node.data.trim() !== "" && isShown(element)) read(element, node.data);
  }
  for (const { element } of controls) if (element.value) read(element, String(element.value));
  return [looked, ...faults];
}`;
