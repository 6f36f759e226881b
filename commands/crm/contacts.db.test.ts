import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { listCompanies } from "#modules/crm/views/list-companies.ts";
import { listContacts } from "#modules/crm/views/list-contacts.ts";
import { showContact } from "#modules/crm/views/show-contact.ts";
import { aDeal } from "#test/builders/a-deal.ts";
import { openTestWorld, refused, type TestWorkspace, type TestWorld } from "#test/builders/a-workspace.ts";
import { addCompany } from "./add-company.ts";
import { addContact } from "./add-contact.ts";
import { changeCompany } from "./change-company.ts";
import { changeContact } from "./change-contact.ts";

let world: TestWorld;
let workspace: TestWorkspace;

beforeAll(async () => {
  world = await openTestWorld();
});
beforeEach(async () => {
  workspace = await world.aWorkspace();
});
afterAll(() => world.drop());

test("a new contact is told who has the same phone or e-mail, however they are written", async () => {
  const first = await workspace.run(addContact, { name: "Olena", phone: "+380 (67) 123-45-67" });
  const second = await workspace.run(addContact, { name: "Petro", email: "petro@example.com" });
  const both = await workspace.run(addContact, {
    name: "O.",
    phone: "0671234567",
    email: "PETRO@example.com",
  });
  expect(both.duplicates).toEqual([
    { id: first.contactId, name: "Olena" },
    { id: second.contactId, name: "Petro" },
  ]);
  expect((await workspace.run(addContact, { name: "Olena" })).duplicates).toEqual([]);
  await workspace.run(changeContact, { contactId: first.contactId, archived: true });
  const after = await workspace.run(addContact, { name: "N", phone: "067 123 45 67" });
  expect(after.duplicates).toEqual([{ id: both.contactId, name: "O." }]);
});

test("a new company is told of its name too", async () => {
  const { companyId } = await workspace.run(addCompany, { name: "Кава і Ко" });
  expect((await workspace.run(addCompany, { name: "КАВА І КО" })).duplicates).toEqual([
    { id: companyId, name: "Кава і Ко" },
  ]);
});

test("contacts are found by name, phone, e-mail and company, and show their open deals", async () => {
  const { companyId } = await workspace.run(addCompany, { name: "Café 50%" });
  const { contactId } = await workspace.run(addContact, {
    name: "Olena",
    phone: "067 123-45-67",
    email: "olena@example.com",
    companyId,
    notes: "Likes oak",
  });
  await workspace.run(addContact, { name: "Petro" });
  await aDeal(workspace, { contactId, companyId });
  const found = async (search: string) => {
    const page = await workspace.see(crmRoutes.listContacts, listContacts, { search });
    return page.rows.map((row) => row.name);
  };
  for (const search of ["OLE", "6712345", "067 12", "olena@", "50%"])
    expect(await found(search)).toEqual(["Olena"]);
  expect(await found("%")).toEqual(["Olena"]);
  expect(await workspace.see(crmRoutes.showContact, showContact, { contactId })).toMatchObject({
    companyName: "Café 50%",
    openDeals: 1,
    notes: "Likes oak",
    deals: [{ title: "Chairs for the café", revenue: "1000" }],
  });
  const companies = await workspace.see(crmRoutes.listCompanies, listCompanies, {});
  expect(companies.rows).toMatchObject([{ name: "Café 50%", contacts: 1, openDeals: 1 }]);
});

test("a supervisor sees the deal and not its revenue", async () => {
  const { contactId } = await workspace.run(addContact, { name: "Olena" });
  await aDeal(workspace, { contactId });
  const supervisor = await workspace.aMember("supervisor");
  const card = await workspace.see(crmRoutes.showContact, showContact, { contactId }, { as: supervisor });
  expect(card.deals[0]).toMatchObject({ title: "Chairs for the café", revenue: null });
});

test("more than a thousand contacts are all listed, each once", async () => {
  await world.pool.query(
    `insert into contact (workspace_id, id, name, created_at)
     select $1, gen_random_uuid(), 'Contact ' || (n % 700), now() from generate_series(1, 1100) n`,
    [workspace.workspaceId],
  );
  const seen = new Set<string>();
  let rows = 0;
  for (let cursor: string | undefined; ;) {
    const input = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
    const page = await workspace.see(crmRoutes.listContacts, listContacts, input);
    for (const row of page.rows) seen.add(row.id);
    rows += page.rows.length;
    if (page.next === null) break;
    cursor = page.next;
  }
  expect([rows, seen.size]).toEqual([1100, 1100]);
  const broken = await workspace.view(crmRoutes.listContacts, listContacts, { cursor: "nonsense" });
  expect(broken).toMatchObject(refused("cursor_broken", ["cursor"]));
});

test("facts about people say what changed, not who they are", async () => {
  const { companyId } = await workspace.run(addCompany, { name: "Café" });
  const { contactId } = await workspace.run(addContact, { name: "Olena Koval", email: "o@example.com" });
  await workspace.run(changeContact, { contactId, name: "Olena Petrenko", phone: "0671234567", companyId });
  const facts = await workspace.facts(contactId);
  expect(facts).toMatchObject([
    { kind: "contact_added", version: 1 },
    {
      kind: "contact_changed",
      version: 2,
      data: { fields: ["name", "phone"], companyId: { from: null, to: companyId } },
    },
  ]);
  expect(JSON.stringify(facts)).not.toMatch(/Olena|example\.com|0671234567/);
});

test("another workspace's contacts and companies are unknown here", async () => {
  const theirs = await world.aWorkspace();
  const { companyId } = await theirs.run(addCompany, { name: "Theirs" });
  const { contactId } = await theirs.run(addContact, { name: "Theirs", companyId });
  const own = await workspace.run(addContact, { name: "Mine" });
  const unknown = refused("company_unknown", ["companyId"]);
  expect(await workspace.ask(addContact, { name: "X", companyId })).toMatchObject(unknown);
  expect(await workspace.ask(changeContact, { contactId: own.contactId, companyId })).toMatchObject(unknown);
  expect(await workspace.ask(changeCompany, { companyId, name: "X" })).toMatchObject(unknown);
  const unknownContact = refused("contact_unknown", ["contactId"]);
  expect(await workspace.ask(changeContact, { contactId, name: "X" })).toMatchObject(unknownContact);
  expect(await workspace.view(crmRoutes.showContact, showContact, { contactId })).toMatchObject(
    unknownContact,
  );
});
