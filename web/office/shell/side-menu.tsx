import { IconHammer } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useSession } from "#web/shared/session.ts";
import { TaskCount } from "../tasks/task-count.tsx";
import { useTexts } from "../texts.ts";
import { menu, type MenuPlace } from "./menu.ts";
import { PersonMenu } from "./person-menu.tsx";
import { QuickButtons } from "./quick-buttons.tsx";
import style from "./shell.module.css";

type Props = {
  readonly workspace: string;
  /** A drawer closes when a place was picked. */
  readonly onPick?: () => void;
};

export function SideMenu({ workspace, onPick }: Props) {
  const { t } = useTexts();
  const { can, workspace: shown } = useSession();
  return (
    <nav className={style.side} aria-label={t("shell.menu")}>
      <Link to="/w/$workspace" params={{ workspace }} className={style.sign} onClick={onPick}>
        {t("office.title")}
      </Link>
      <p className={style.workspace}>{shown.name}</p>
      <QuickButtons onPick={onPick} />
      {menu.map((group) => {
        const places: readonly MenuPlace[] = group.places;
        const open = places.filter((place) => can(place.action));
        const floor = group.title === "menu.production" && can("my_stages.read");
        if (open.length === 0 && !floor) return null;
        return (
          <div key={group.title ?? "first"}>
            {group.title !== null && <p className={style.groupTitle}>{t(group.title)}</p>}
            <ul className={style.group}>
              {open.map((place) => (
                <li key={place.to}>
                  <Link
                    to={place.to}
                    params={{ workspace }}
                    className={style.place}
                    activeOptions={{ includeSearch: false }}
                    onClick={onPick}
                  >
                    <place.icon size={18} stroke={1.6} aria-hidden />
                    {t(place.label)}
                    {place.to === "/w/$workspace/tasks" && <TaskCount />}
                  </Link>
                </li>
              ))}
              {floor && (
                <li>
                  <a href={`/floor/${encodeURIComponent(workspace)}`} className={style.place}>
                    <IconHammer size={18} stroke={1.6} aria-hidden />
                    {t("menu.myStages")}
                  </a>
                </li>
              )}
            </ul>
          </div>
        );
      })}
      <div className={style.foot}>
        <PersonMenu />
      </div>
    </nav>
  );
}
