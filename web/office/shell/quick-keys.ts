import { showOverlay } from "./overlay.ts";

const fields = "input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=grid]";

/** Ctrl K from anywhere, also from within a field; single keys only where nobody types and nothing is open. */
export function pressQuickKey(event: KeyboardEvent, makeNew: () => void): void {
  const letter = event.key.toLowerCase();
  // By its place, too: on a Ukrainian keyboard the K key writes "л".
  const isK = letter === "k" || event.code === "KeyK";
  if (isK && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    showOverlay("palette");
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const place = event.target instanceof Element ? event.target : null;
  if (place?.closest(fields) !== null || document.querySelector("[role=dialog]") !== null) return;
  if (event.key === "?") {
    event.preventDefault();
    showOverlay("shortcuts");
  } else if (event.code === "KeyN" && !event.shiftKey) {
    event.preventDefault();
    makeNew();
  }
}
