import {
  IconAddressBook,
  IconBandage,
  IconBolt,
  IconBox,
  IconBuildingWarehouse,
  IconBriefcase,
  IconChecklist,
  IconLayoutKanban,
  IconListDetails,
  IconSettings,
  IconTruckDelivery,
  IconTruckReturn,
} from "@tabler/icons-react";
import type { Action } from "#modules/access/contract/actions.ts";

/** The menu of the office: only what exists, and of that what the member may see. */
export const menu = [
  {
    title: null,
    places: [
      { to: "/w/$workspace/deals", label: "menu.deals", action: "deal.read", icon: IconBriefcase },
      { to: "/w/$workspace/contacts", label: "menu.contacts", action: "contact.read", icon: IconAddressBook },
      { to: "/w/$workspace/tasks", label: "menu.tasks", action: "task.read", icon: IconChecklist },
    ],
  },
  {
    title: "menu.production",
    places: [
      { to: "/w/$workspace/board", label: "menu.board", action: "order.read", icon: IconLayoutKanban },
      {
        to: "/w/$workspace/templates",
        label: "menu.templates",
        action: "template.read",
        icon: IconListDetails,
      },
      {
        to: "/w/$workspace/subcontractors",
        label: "menu.subcontractors",
        action: "subcontractor.read",
        icon: IconTruckReturn,
      },
      {
        to: "/w/$workspace/defect-reasons",
        label: "menu.defectReasons",
        action: "dictionary.manage",
        icon: IconBandage,
      },
    ],
  },
  {
    title: "menu.stockGroup",
    places: [
      { to: "/w/$workspace/stock", label: "menu.stock", action: "stock.read", icon: IconBuildingWarehouse },
      { to: "/w/$workspace/items", label: "menu.items", action: "item.read", icon: IconBox },
      {
        to: "/w/$workspace/purchases",
        label: "menu.purchases",
        action: "purchase.read",
        icon: IconTruckDelivery,
      },
    ],
  },
  {
    title: "menu.settingsGroup",
    places: [
      { to: "/w/$workspace/automation", label: "menu.automation", action: "automation.read", icon: IconBolt },
      { to: "/w/$workspace/settings", label: "menu.settings", action: "member.read", icon: IconSettings },
    ],
  },
] as const satisfies readonly {
  title: string | null;
  places: readonly { to: string; label: string; action: Action; icon: unknown }[];
}[];

export type MenuPlace = (typeof menu)[number]["places"][number];

const beginnings: readonly { readonly to: MenuPlace["to"]; readonly for: Action }[] = [
  { to: "/w/$workspace/deals", for: "deal.read" },
  { to: "/w/$workspace/templates", for: "template.write" },
  { to: "/w/$workspace/stock", for: "stock.write" },
  { to: "/w/$workspace/board", for: "order.read" },
];

/** Where one's day begins, by what one does here; operators go to the floor instead. */
export function firstPlace(can: (action: Action) => boolean): MenuPlace["to"] | undefined {
  return beginnings.find((place) => can(place.for))?.to;
}
