import { createQueries } from "#web/shared/queries.ts";

/** The office's one store of answers; routes ask ahead into it while their screens' scripts are on their way. */
export const queries = createQueries();
