import { fillWorkspace } from "#commands/access/create-workspace.ts";
import { defineCommand } from "#commands/run-command.ts";
import { no, ok } from "#kernel/result.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { slugCandidates } from "#modules/access/core/make-slug.ts";
import { findPersonOf, lockExample, lockExampleBeside, markExample } from "#modules/access/store/example.ts";
import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { lockWorkspace, updateWorkspace } from "#modules/access/store/workspace.ts";
import { takeAddress } from "#modules/access/store/workspace-door.ts";
import { inNewWorkspace } from "#server/database/workspace-transaction.ts";
import { exampleWords } from "./example-words.ts";
import { fillExample } from "./fill-example.ts";

/** It has been open for four days, so that an order can lie behind it. */
const openedBefore = 97 * 3_600_000;

/**
 * Makes the example beside this workspace, whole or not at all: a workspace of its own, so that removing it touches
 * nothing else (docs/decisions/example-beside-the-workspace.md).
 */
export const addExample = defineCommand("addExample", accessRoutes.addExample, async (tx, { trade }, act) => {
  // Whoever has no password can't go from one workspace to another.
  const person = act.actor.kind === "member" ? await findPersonOf(tx, act.actor.memberId) : null;
  if (person === null) return no("needs_password_sign_in");
  const here = await lockWorkspace(tx);
  if ((await lockExample(tx)) !== null) return no("example_of_example");
  if ((await lockExampleBeside(tx, "open")) !== null) return no("example_exists");

  const language = here.language === "uk" ? "uk" : "en";
  const name = exampleWords[language].workspace[trade];
  const exampleId = mintWorkspaceId(act.newId());
  const slug = await inNewWorkspace(tx, exampleId, async (there) => {
    const taken = await takeAddress(there, slugCandidates(name, exampleId.slice(-8)));
    if (taken === null) return null;
    await markExample(there, tx.workspaceId);
    const { currency, timeZone } = here;
    const created = await fillWorkspace(
      there,
      {
        name,
        currency,
        language,
        timeZone,
        owner: person,
        isDemo: true,
        answers: { makes: trade, people: "few", at: act.now },
      },
      taken,
      new Date(act.now.getTime() - openedBefore),
    );
    await fillExample(there, created, { trade, language, timeZone, now: act.now });
    return taken;
  });
  // Another took the wanted address at the same moment.
  if (slug === null) return no("try_again");
  const version = here.version + 1;
  await updateWorkspace(tx, {}, version);
  act.append({
    kind: "example_added",
    thing: "workspace",
    thingId: tx.workspaceId,
    version,
    data: { trade, exampleId },
  });
  return ok({ slug });
});
