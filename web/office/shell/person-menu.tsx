import { Menu } from "@mantine/core";
import { IconCheck, IconLogout, IconSwitchHorizontal } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useCommand } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { showLanguage } from "#web/shared/texts.tsx";
import { chooseTheme, themeChoices, useTheme } from "#web/shared/theme.ts";
import { languages } from "#web/texts/catalogue.ts";
import { useTexts } from "../texts.ts";
import style from "./shell.module.css";

/** Who I am here; my language, the theme of this browser, and the way out. */
export function PersonMenu() {
  const { t, language } = useTexts();
  const { member } = useSession();
  const { choice } = useTheme();
  const setLanguage = useCommand("setLanguage");
  const signOut = useCommand("signOut");
  const navigate = useNavigate();
  const leave = async (): Promise<void> => {
    const answer = await signOut.run({});
    if (!answer.ok) return;
    // A whole new page: nothing of the workspace stays in memory on a shared machine.
    location.assign("/sign-in");
  };
  return (
    <Menu position="top-start" width={220}>
      <Menu.Target>
        <button type="button" className={style.person}>
          <span className={style.face} aria-hidden>
            {initials(member.name)}
          </span>
          <span>
            {member.name} <span className="unseen">{t("shell.personMenu")}</span>
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("shell.language")}</Menu.Label>
        {languages.map((known) => (
          <Menu.Item
            key={known}
            lang={known}
            rightSection={known === language && <IconCheck size={16} aria-label={t("shell.chosen")} />}
            onClick={() => {
              void showLanguage(known);
              void setLanguage.run({ language: known });
            }}
          >
            {t(`language.${known}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t("shell.theme")}</Menu.Label>
        {themeChoices.map((theme) => (
          <Menu.Item
            key={theme}
            rightSection={theme === choice && <IconCheck size={16} aria-label={t("shell.chosen")} />}
            onClick={() => chooseTheme(theme)}
          >
            {t(`theme.${theme}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconSwitchHorizontal size={16} aria-hidden />}
          onClick={() => void navigate({ to: "/" })}
        >
          {t("shell.otherWorkspaces")}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void leave()}>
          {t("action.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** "Olena Kovalenko" → "OK"; the first letters of the first and the last word. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) =>
    String.fromCodePoint(word?.codePointAt(0) ?? 32),
  );
  return letters.join("").trim().toLocaleUpperCase();
}
