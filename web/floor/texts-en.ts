import { enCommon } from "#web/texts/compiled/en-common.ts";
import { enFloor } from "#web/texts/compiled/en-floor.ts";
import { enRefusals } from "#web/texts/compiled/en-refusals.ts";

export const catalogues = [enCommon, enRefusals, enFloor];
