import { useNavigate } from "@tanstack/react-router";
import { useCommand } from "#web/shared/queries.ts";
import { showLanguage } from "#web/shared/texts.tsx";
import { chooseTheme } from "#web/shared/theme.ts";
import type { Language } from "#web/texts/catalogue.ts";
import { showOverlay } from "../shell/overlay.ts";
import type { CommandAct } from "./commands.ts";

/** What the palette does without leaving the page; the person's menu does the same. */
export function useActs(workspace: string): (act: CommandAct) => void {
  const setLanguage = useCommand("setLanguage");
  const signOut = useCommand("signOut");
  const navigate = useNavigate();
  const speak = (language: Language): void => {
    void showLanguage(language);
    void setLanguage.run({ language });
  };
  const leave = async (): Promise<void> => {
    // A whole new page: nothing of the workspace stays in memory on a shared machine.
    if ((await signOut.run({})).ok) location.assign("/sign-in");
  };
  const acts: Readonly<Record<CommandAct, () => void>> = {
    lightTheme: () => chooseTheme("light"),
    darkTheme: () => chooseTheme("dark"),
    autoTheme: () => chooseTheme("auto"),
    english: () => speak("en"),
    ukrainian: () => speak("uk"),
    notices: () => showOverlay("notices"),
    shortcuts: () => showOverlay("shortcuts"),
    otherWorkspaces: () => void navigate({ to: "/" }),
    // Another entry: a whole new page.
    myStages: () => location.assign(`/floor/${encodeURIComponent(workspace)}`),
    signOut: () => void leave(),
  };
  return (act) => acts[act]();
}
