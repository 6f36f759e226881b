import { enCommon } from "#web/texts/compiled/en-common.ts";
import { enFloor } from "#web/texts/compiled/en-floor.ts";

export const catalogues = [enCommon, enFloor];
