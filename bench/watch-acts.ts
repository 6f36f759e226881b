/**
 * For a page: `forget()` before an act of a hand, `longestAct()` after it, in milliseconds from the touch to the next
 * picture (as browsers count "interaction to next paint"; 0 is less than a frame). A text: the page's globals are not
 * this program's.
 */
export const watchActs = `
  let longest = 0;
  const hear = (entries) => { for (const entry of entries) longest = Math.max(longest, entry.duration); };
  const acts = new PerformanceObserver((list) => hear(list.getEntries()));
  acts.observe({ type: "event", durationThreshold: 16 });
  globalThis.forget = () => { acts.takeRecords(); longest = 0; };
  globalThis.longestAct = () => { hear(acts.takeRecords()); return longest; };
`;
