import { isDeepStrictEqual } from "node:util";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { linkFiles } from "#modules/files/store/link-files.ts";
import type { TemplateBody } from "#modules/templates/contract/template-body.ts";
import { effectsOfBody, picturesOfBody } from "#modules/templates/core/parts-of-body.ts";
import { keyBody } from "#modules/templates/core/key-body.ts";
import { insertTemplate, type Template, updateTemplate } from "#modules/templates/store/template.ts";
import { insertVersion, loadVersion } from "#modules/templates/store/template-version.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Act } from "../run-command.ts";

/**
 * Writing a version, as adding, saving, restoring and duplicating have it in common. Triggers act with rights
 * of their own, so a version by somebody who may not approve waits for an owner or admin, unless the triggers
 * are those that were approved before.
 */
type Content = {
  readonly body: TemplateBody;
  readonly comment: string;
  /** what its fact says besides: where the body came from */
  readonly origin?: Record<string, unknown>;
  /** the number of the version that is taken again */
  readonly restoredFrom?: number;
};

/** A new template with version 1; the fact that it was added, and the one of its version. */
export async function writeTemplate(
  tx: Tx,
  act: Act,
  template: { readonly itemId: Id; readonly name: string },
  content: Content,
): Promise<Result<{ templateId: Id }>> {
  const templateId = act.newId();
  const { itemId, name } = template;
  await insertTemplate(tx, { id: templateId, itemId, name, currentNumber: 1, version: 2, now: act.now });
  act.append({
    kind: "template_added",
    thing: "template",
    thingId: templateId,
    version: 1,
    data: { itemId, name },
  });
  const written = await writeVersion(tx, act, { id: templateId, number: 1, factVersion: 2 }, content);
  return written.ok ? ok({ templateId }) : written;
}

/** The next version of a template that is locked; `name` where the same save renames it. */
export async function writeNextVersion(
  tx: Tx,
  act: Act,
  template: Template,
  content: Content,
  name = template.name,
): Promise<Result<{ number: number }>> {
  let version = template.version;
  if (name !== template.name) {
    version += 1;
    const data = { from: template.name, to: name };
    act.append({ kind: "template_renamed", thing: "template", thingId: template.id, version, data });
  }
  version += 1;
  const number = template.currentNumber + 1;
  await updateTemplate(tx, template.id, { name, currentNumber: number, version });
  const before = await loadVersion(tx, template.id, template.currentNumber);
  const kept =
    before !== null && isDeepStrictEqual(effectsOfBody(before.body), effectsOfBody(content.body))
      ? before.approvedBy
      : null;
  const next = { id: template.id, number, factVersion: version };
  const written = await writeVersion(tx, act, next, content, kept);
  return written.ok ? ok({ number }) : written;
}

async function writeVersion(
  tx: Tx,
  act: Act,
  template: { readonly id: Id; readonly number: number; readonly factVersion: number },
  { body: unkeyed, comment, origin, restoredFrom }: Content,
  /** who approved these very triggers already: an edit of a norm does not switch automation off */
  approvedBefore: Id | null = null,
): Promise<Result<null>> {
  // Every version has an author; automation may not write templates at all (access/core/may.ts).
  if (act.actor.kind !== "member") return no("not_allowed", { action: "template.write" });
  const { memberId } = act.actor;
  const approvedBy = act.may("template.approve") ? memberId : approvedBefore;
  const { id: templateId, number, factVersion } = template;
  const id = act.newId();
  const body = keyBody(unkeyed);
  const row = {
    id,
    templateId,
    number,
    body,
    comment,
    approvedBy,
    restoredFrom: restoredFrom ?? null,
    createdBy: memberId,
    now: act.now,
  };
  await insertVersion(tx, row, act.newId);
  const links = { thing: "template", thingId: templateId, role: "picture", fileIds: picturesOfBody(body) };
  const linked = await linkFiles(tx, links, act, ["body", "stages"]);
  if (!linked.ok) return linked;
  act.append({
    kind: "template_version_saved",
    thing: "template",
    thingId: templateId,
    version: factVersion,
    data: {
      templateVersionId: id,
      number,
      comment,
      approved: approvedBy !== null,
      ...(restoredFrom === undefined ? {} : { restoredFrom }),
      ...origin,
    },
  });
  return ok(null);
}
