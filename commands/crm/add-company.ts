import { ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { findSameCompanies, insertCompany } from "#modules/crm/store/company.ts";
import { defineCommand } from "../run-command.ts";

export const addCompany = defineCommand("addCompany", crmRoutes.addCompany, async (tx, input, act) => {
  const duplicates = await findSameCompanies(tx, input);
  const companyId = act.newId();
  await insertCompany(tx, { ...input, id: companyId, now: act.now });
  act.append({
    kind: "company_added",
    thing: "company",
    thingId: companyId,
    version: 1,
    data: { name: input.name },
  });
  return ok({ companyId, duplicates });
});
