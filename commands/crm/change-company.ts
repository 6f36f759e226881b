import { changesOf } from "#kernel/changes.ts";
import { no, ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { type Company, lockCompany, updateCompany } from "#modules/crm/store/company.ts";
import { defineCommand } from "../run-command.ts";
import { withoutPersonalData } from "./personal-data.ts";

export const changeCompany = defineCommand(
  "changeCompany",
  crmRoutes.changeCompany,
  async (tx, input, act) => {
    const { companyId, ...wish } = input;
    const before = await lockCompany(tx, companyId);
    if (before === null) return no("company_unknown", {}, ["companyId"]);
    const changes = changesOf<Company>(before, wish);
    if (changes.none) return ok({});
    const version = before.version + 1;
    await updateCompany(tx, companyId, changes.fields, version);
    const data = withoutPersonalData(changes.fromTo);
    act.append({ kind: "company_changed", thing: "company", thingId: companyId, version, data });
    return ok({});
  },
);
