import type { Action } from "#modules/access/contract/actions.ts";
import { allowedCommands } from "./commands.ts";

/**
 * Where N leads from an address inside a workspace ("board?view=list"): the form that makes what this page lists, over
 * the page as it is; undefined where there is none, or none that one may use.
 */
export function newHere(here: string, can: (action: Action) => boolean): string | undefined {
  const [path = "", search = ""] = here.split("?");
  const shown = new URLSearchParams(search);
  const forms = allowedCommands(can)
    .flatMap((command) => ("go" in command ? [command.go.split("?")] : []))
    .filter(([to, wish = ""]) => to === path && new URLSearchParams(wish).has("new"))
    .map(([, wish]) => new URLSearchParams(wish));
  const tab = shown.get("tab");
  const form = forms.find((each) => each.get("tab") === tab) ?? forms[0];
  if (form === undefined) return undefined;
  for (const [key, value] of form) shown.set(key, value);
  return `${path}?${shown.toString()}`;
}
