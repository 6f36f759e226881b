import { enCommon } from "#web/texts/compiled/en-common.ts";
import { enFacts } from "#web/texts/compiled/en-facts.ts";
import { enOffice } from "#web/texts/compiled/en-office.ts";
import { enRefusals } from "#web/texts/compiled/en-refusals.ts";

export const catalogues = [enCommon, enRefusals, enOffice, enFacts];
