import type { OutputOf } from "#modules/routes.ts";

export type ItemKind = OutputOf<"listItems">["rows"][number]["kind"];

/** The contract has these words too, but importing it for more than its types would bring zod into the browser. */
export const itemKinds = ["product", "semi_finished", "material"] as const satisfies readonly ItemKind[];
