import { searchEverything } from "#modules/search/views/search-everything.ts";

export const searchDoors = { views: { searchEverything } };
