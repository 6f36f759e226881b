/**
 * Lets this page open without network (web/public/floor/sw.js). Only a secure address can; on plain http the taps are
 * kept all the same, as long as the page stays open or the network is there when it opens.
 */
export function keepShell(): void {
  if (!("serviceWorker" in navigator)) return;
  // After the first screen: nobody has lost the network within its first seconds.
  setTimeout(() => void begin(), afterTheFirst);
}

const afterTheFirst = 2_500;

async function begin(): Promise<void> {
  try {
    await navigator.serviceWorker.register("/floor/sw.js", { scope: "/floor/" });
    const { active } = await navigator.serviceWorker.ready;
    const keep = (): void => {
      const script = ownScript();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no target: it is our own
      if (script !== null) active?.postMessage({ say: "keep", script, files: filesOfPage() });
    };
    keep();
    // What has come down since: another language, a sheet.
    document.addEventListener("visibilitychange", keep);
  } catch {
    // A browser that forbids it, or no network just now: the page works as it is.
  }
}

/** "/assets/floor-3fa8.js": by it a version is known. */
export const ownScript = (): string | null =>
  document.querySelector('script[type="module"][src]')?.getAttribute("src") ?? null;

/** Every script, style and font that this page has fetched so far. */
function filesOfPage(): string[] {
  const fetched = performance.getEntriesByType("resource").map(({ name }) => name);
  const linked = [
    ...document.querySelectorAll<HTMLLinkElement | HTMLScriptElement>("link[href], script[src]"),
  ].map((element) => ("href" in element ? element.href : element.src));
  const ours = `${location.origin}/assets/`;
  return [...new Set([...fetched, ...linked])].filter((address) => address.startsWith(ours));
}
