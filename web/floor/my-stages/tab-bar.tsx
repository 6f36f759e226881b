import { type KeyboardEvent, useState } from "react";
import { useTexts } from "../texts.ts";
import style from "./my-stages.module.css";
import type { MyStages } from "./show-taps.ts";

export const tabs = ["inProgress", "waiting", "doneToday"] as const;
export type Tab = (typeof tabs)[number];

/** The tab stands in the address, so that a link opens what its sender saw. */
export function useTab(first: Tab): readonly [Tab, (tab: Tab) => void] {
  const [tab, setTab] = useState<Tab>(() => {
    const asked = new URLSearchParams(location.search).get("tab");
    return tabs.find((known) => known === asked) ?? first;
  });
  return [
    tab,
    (next) => {
      setTab(next);
      history.replaceState(null, "", `${location.pathname}?tab=${next}`);
      window.scrollTo(0, 0);
    },
  ];
}

type Props = {
  readonly tab: Tab;
  readonly choose: (tab: Tab) => void;
  readonly counts: MyStages["counts"];
};

/** At the bottom, where a thumb is. */
export function TabBar({ tab, choose, counts }: Props) {
  const { t } = useTexts();
  const onKey = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length] ?? tab;
    choose(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div className={style.tabs} role="tablist" aria-label={t("floor.tabs")}>
      {tabs.map((each) => {
        const name = t(`floor.tab.${each}`);
        return (
          <button
            key={each}
            id={`tab-${each}`}
            type="button"
            role="tab"
            className={style.tab}
            data-tab={each}
            aria-selected={each === tab}
            aria-controls={each === tab ? `panel-${each}` : undefined}
            tabIndex={each === tab ? 0 : -1}
            onClick={() => choose(each)}
            onKeyDown={onKey}
          >
            <span className="unseen">{t("floor.tab.counted", { name, count: counts[each] })}</span>
            <b className={style.count} aria-hidden>
              {counts[each]}
            </b>
            <span aria-hidden>{name}</span>
          </button>
        );
      })}
    </div>
  );
}
