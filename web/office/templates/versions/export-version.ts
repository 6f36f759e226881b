import { call } from "#web/shared/call.ts";
import type { Refused } from "#web/shared/call.ts";

/** Hands a version out as a file; answers how many pictures stayed behind, or why there is no file. */
export async function exportVersion(
  templateId: string,
  number: number,
  name: string,
): Promise<number | Refused> {
  const answer = await call("exportTemplate", { templateId, number });
  if (!answer.ok) return answer.refusal;
  const blob = new Blob([`${JSON.stringify(answer.value.file, null, 2)}\n`], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${name.replaceAll(/[^\p{L}\p{N}]+/gu, "-").toLowerCase()}-${number}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return answer.value.picturesLeft;
}
