import { ukCommon } from "#web/texts/compiled/uk-common.ts";
import { ukFloor } from "#web/texts/compiled/uk-floor.ts";
import { ukRefusals } from "#web/texts/compiled/uk-refusals.ts";

export const catalogues = [ukCommon, ukRefusals, ukFloor];
