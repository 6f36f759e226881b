import { ukCommon } from "#web/texts/compiled/uk-common.ts";
import { ukOffice } from "#web/texts/compiled/uk-office.ts";

export const catalogues = [ukCommon, ukOffice];
