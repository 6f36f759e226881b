import { Tabs } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { ComponentType } from "react";
import type { Action } from "#modules/access/contract/actions.ts";
import { useSession } from "#web/shared/session.ts";
import { pickWords } from "../search-text.ts";
import { Page } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { DefectReasonSettings } from "./defect-reason-settings.tsx";
import { DeviceSettings } from "./device-settings.tsx";
import { MemberSettings } from "./member-settings.tsx";
import { PipelineSettings } from "./pipeline-settings.tsx";
import { RateSettings } from "./rate-settings.tsx";
import { StopReasonSettings } from "./stop-reason-settings.tsx";
import { TradeSettings } from "./trade-settings.tsx";
import { WorkspaceSettings } from "./workspace-settings.tsx";
import style from "./settings.module.css";

const route = getRouteApi("/w/$workspace/settings");
const tabs = [
  "workspace",
  "members",
  "trades",
  "rates",
  "devices",
  "pipelines",
  "reasons",
  "defects",
] as const;
type Tab = (typeof tabs)[number];

const parts: Readonly<Record<Tab, { readonly action: Action; readonly Panel: ComponentType }>> = {
  workspace: { action: "workspace.read", Panel: WorkspaceSettings },
  members: { action: "member.read", Panel: MemberSettings },
  trades: { action: "trade.manage", Panel: TradeSettings },
  rates: { action: "rate.read", Panel: RateSettings },
  devices: { action: "device.manage", Panel: DeviceSettings },
  pipelines: { action: "pipeline.manage", Panel: PipelineSettings },
  reasons: { action: "dictionary.manage", Panel: StopReasonSettings },
  defects: { action: "dictionary.manage", Panel: DefectReasonSettings },
};

export function SettingsPage() {
  const { t } = useTexts();
  const { can } = useSession();
  const { tab = "workspace" } = route.useSearch();
  const navigate = route.useNavigate();
  const open = tabs.filter((name) => can(parts[name].action));
  return (
    <Page title={t("menu.settings")}>
      <Tabs
        value={open.includes(tab) ? tab : "workspace"}
        onChange={(name) => void navigate({ search: pickWords({ tab: name }, { tab: tabs }) })}
        keepMounted={false}
      >
        <Tabs.List>
          {open.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`settings.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {open.map((name) => {
          const { Panel } = parts[name];
          return (
            <Tabs.Panel key={name} value={name}>
              <div className={style.panel}>
                <Panel />
              </div>
            </Tabs.Panel>
          );
        })}
      </Tabs>
    </Page>
  );
}
