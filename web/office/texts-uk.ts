import { ukCommon } from "#web/texts/compiled/uk-common.ts";
import { ukFacts } from "#web/texts/compiled/uk-facts.ts";
import { ukOffice } from "#web/texts/compiled/uk-office.ts";
import { ukRefusals } from "#web/texts/compiled/uk-refusals.ts";

export const catalogues = [ukCommon, ukRefusals, ukOffice, ukFacts];
