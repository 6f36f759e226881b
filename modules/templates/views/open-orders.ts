import { sql } from "kysely";

/** A condition on production_order `o`: work is still to be done on it. */
export const openOrders = sql`o.status in ('pending', 'aggregated', 'in_progress', 'partially_done')`;
