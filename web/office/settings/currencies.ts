import type { OutputOf } from "#modules/routes.ts";

export type Currency = OutputOf<"showWorkspace">["workspace"]["currency"];
export const currencies: readonly Currency[] = ["UAH", "EUR", "USD", "GBP", "PLN", "CZK", "RON", "CHF"];
