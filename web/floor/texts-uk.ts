import { ukCommon } from "#web/texts/compiled/uk-common.ts";
import { ukFloor } from "#web/texts/compiled/uk-floor.ts";

export const catalogues = [ukCommon, ukFloor];
