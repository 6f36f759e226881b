import type { OutputOf } from "#modules/routes.ts";
import { usePages, useRoute } from "#web/shared/queries.ts";
import type { StocktakeSearch } from "./stocktake-search.ts";

/**
 * The lines that the address asks for. A code, scanned or typed to its end, is that of one thing: only its line is
 * shown, and `found` names it, also where the books have none of it here. Words that no line has may be a code too.
 */
export function useLines(stocktakeId: string, search: StocktakeSearch) {
  const { code, search: words, show } = search;
  const listed = usePages<"showStocktake">(
    "showStocktake",
    {
      stocktakeId,
      ...(show === undefined ? {} : { show }),
      ...(words === undefined ? {} : { search: words }),
    },
    { keepPrevious: true, enabled: code === undefined },
  );
  const wordless = words !== undefined && show === undefined && !listed.fetching && listed.rows?.length === 0;
  const asked = code ?? (wordless ? words : undefined);
  const read = useRoute("findByCode", { code: asked ?? "" }, { enabled: asked !== undefined });
  const [found] = asked === undefined ? [] : (read.data?.rows ?? []);
  const own = usePages<"showStocktake">(
    "showStocktake",
    { stocktakeId, variantId: found?.variantId ?? "" },
    { enabled: found !== undefined },
  );
  if (found !== undefined) return { ...own, found };
  if (code === undefined) return { ...listed, found };
  // Nothing has this code: there is no line to show.
  return {
    ...read,
    rows: read.data === undefined ? undefined : [],
    more: null,
    fetchingMore: false,
    found,
  };
}

/** What lies in the warehouse of which batch, of the things that are shown; as many as the question takes. */
export function useBatchesHere(
  warehouseId: string | undefined,
  variantIds: readonly string[],
): (variantId: string) => OutputOf<"listOpenBatches">["places"][number] | undefined {
  const places = [...new Set(variantIds)]
    .slice(0, 200)
    .map((variantId) => ({ variantId, warehouseId: warehouseId ?? "" }));
  const { data } = useRoute(
    "listOpenBatches",
    { places },
    { enabled: warehouseId !== undefined && places.length > 0, keepPrevious: true },
  );
  return (variantId) => data?.places.find((place) => place.variantId === variantId);
}
