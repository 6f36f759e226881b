import { enCommon } from "#web/texts/compiled/en-common.ts";
import { enOffice } from "#web/texts/compiled/en-office.ts";

export const catalogues = [enCommon, enOffice];
