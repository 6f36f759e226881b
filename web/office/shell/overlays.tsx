import { useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { useSession } from "#web/shared/session.ts";
import { showOverlay, useOverlay } from "./overlay.ts";
import { pressQuickKey } from "./quick-keys.ts";

const Palette = lazy(async () => ({
  default: (await import("../command-palette/palette.tsx")).Palette,
}));
const ShortcutSheet = lazy(async () => ({
  default: (await import("../command-palette/shortcut-sheet.tsx")).ShortcutSheet,
}));
const NoticePanel = lazy(async () => ({
  default: (await import("../notices/notice-panel.tsx")).NoticePanel,
}));

const close = (): void => showOverlay(undefined);

/** What lies over every page of a workspace, and the keys that open it. */
export function Overlays({ workspace }: { readonly workspace: string }) {
  const overlay = useOverlay();
  const router = useRouter();
  const { can } = useSession();
  useEffect(() => close, []);
  useEffect(() => {
    const makeNew = async (): Promise<void> => {
      const { newHere } = await import("../command-palette/new-here.ts");
      const base = `/w/${encodeURIComponent(workspace)}/`;
      const { href } = router.history.location;
      const to = href.startsWith(base) ? newHere(href.slice(base.length), can) : undefined;
      if (to !== undefined) router.history.push(base + to);
    };
    const press = (event: KeyboardEvent): void => pressQuickKey(event, () => void makeNew());
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [workspace, router, can]);
  return (
    <Suspense fallback={null}>
      {overlay === "palette" && <Palette onClose={close} />}
      {overlay === "shortcuts" && <ShortcutSheet onClose={close} />}
      {overlay === "notices" && <NoticePanel onClose={close} />}
    </Suspense>
  );
}
