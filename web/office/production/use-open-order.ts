import { getRouteApi, useRouter } from "@tanstack/react-router";
import { type MouseEvent, useCallback } from "react";

const route = getRouteApi("/w/$workspace/board");

/**
 * Cards are plain links: hundreds of the router's own would cost more than what they lead to. One listener for all
 * opens the card over the board; with a key held down, or the middle button, the browser does as with any link.
 */
export function useOpenOrder() {
  const navigate = route.useNavigate();
  const { workspace } = route.useParams();
  const { order: _, tab: __, ...shown } = route.useSearch();
  const { href } = useRouter().buildLocation({
    to: "/w/$workspace/board",
    params: { workspace },
    search: shown,
  });
  const onClick = useCallback(
    (event: MouseEvent<HTMLElement>): void => {
      if (event.defaultPrevented || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link =
        event.target instanceof Element ? event.target.closest<HTMLElement>("a[data-order]") : null;
      const order = link?.dataset["order"];
      if (order === undefined) return;
      event.preventDefault();
      void navigate({ search: (before) => ({ ...before, order, tab: undefined }) });
    },
    [navigate],
  );
  return { address: `${href}${href.includes("?") ? "&" : "?"}order=`, onClick };
}
