import { Button, Menu } from "@mantine/core";
import {
  IconBookmark,
  IconBookmarkFilled,
  IconCheck,
  IconHome,
  IconLink,
  IconPencil,
  IconPlus,
  IconTrash,
  IconUsers,
} from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { later } from "../../later.ts";
import { type BoardSearch } from "../board-search.ts";
import { useTexts } from "../texts.ts";
import { boardSearchOf, isBare, sameSaved, savedOf, type SavedView } from "./saved-search.ts";
import style from "./saved-views.module.css";

type Props = {
  readonly search: BoardSearch;
  readonly named: OutputOf<"showOrderBoard">["named"] | undefined;
  readonly workspace: string;
  readonly onChange: (part: Partial<BoardSearch>) => void;
};

/** The view that the address names, while this member sees it; and whether what is shown is something else by now. */
function useCurrentView({ search, named, onChange }: Props) {
  const { data } = useRoute("listSavedViews", {});
  const views = data?.rows;
  const current = views?.find((view) => view.id === search.saved);
  const now = savedOf(search, named);
  // Until the server has said who is meant, a name can't be compared.
  const isNamed =
    named !== undefined || [search.operator, search.sub, search.product].every((word) => word === undefined);
  const isChanged = current !== undefined && isNamed && !sameSaved(now, current.search);
  // A bare link to a view opens it, and a bare board the view that this member begins with: once, when one comes here.
  const opened = useRef(!isBare(search));
  useEffect(() => {
    if (opened.current || data === undefined) return;
    opened.current = true;
    if (!isBare(search)) return;
    const wanted = search.saved ?? data.openingViewId;
    const view = data.rows.find((one) => one.id === wanted);
    if (view !== undefined) onChange(boardSearchOf(view));
  }, [data, search, onChange]);
  return { views, openingViewId: data?.openingViewId ?? null, current, now, isChanged };
}

export const savedViewDialogs = later(() => import("./saved-view-dialogs.tsx"));

type Dialog = { readonly of: "add" } | { readonly of: "rename"; readonly view: SavedView };

/** What somebody has set the board or the list to, kept by name: chosen, changed, shared and removed here. */
export function SavedViews(props: Props) {
  const { search, workspace, onChange } = props;
  const { t } = useTexts();
  const { can } = useSession();
  const { views, openingViewId, current, now, isChanged } = useCurrentView(props);
  const change = useCommand("changeSavedView");
  const choose = useCommand("chooseOpeningView");
  const [dialog, setDialog] = useState<Dialog>();
  const dialogs = savedViewDialogs.use(dialog !== undefined);
  const own = views?.filter((view) => view.own) ?? [];
  const others = views?.filter((view) => !view.own) ?? [];
  const maySave = can("view.save");

  const keep = async (view: SavedView): Promise<void> => {
    const answer = await change.run({ viewId: view.id, search: now });
    if (!answer.ok) return;
    const back = { viewId: view.id, search: view.search };
    notify({
      tone: "done",
      text: t("savedView.kept", { name: view.name }),
      act: { label: t("action.undo"), run: () => void change.run(back) },
    });
  };
  const share = async (view: SavedView): Promise<void> => {
    const answer = await change.run({ viewId: view.id, shared: !view.shared });
    if (!answer.ok) return;
    const said = view.shared ? "savedView.nowPrivate" : "savedView.nowShared";
    notify({ tone: "done", text: t(said, { name: view.name }) });
  };
  const remove = async (view: SavedView): Promise<void> => {
    const answer = await change.run({ viewId: view.id, removed: true });
    if (!answer.ok) return;
    onChange({ saved: undefined });
    notify(
      {
        tone: "done",
        text: t("savedView.removed", { name: view.name }),
        act: {
          label: t("action.undo"),
          run: () => void bringBack(view),
        },
      },
      12_000,
    );
  };
  const bringBack = async (view: SavedView): Promise<void> => {
    const answer = await change.run({ viewId: view.id, removed: false });
    if (answer.ok) onChange({ saved: view.id });
  };
  const openWith = async (view: SavedView): Promise<void> => {
    const isIt = view.id === openingViewId;
    const answer = await choose.run({ viewId: isIt ? null : view.id });
    if (!answer.ok) return;
    notify({
      tone: "done",
      text: t(isIt ? "savedView.opensPlain" : "savedView.opensWith", { name: view.name }),
    });
  };
  const copyLink = async (view: SavedView): Promise<void> => {
    const address = `${location.origin}/w/${encodeURIComponent(workspace)}/board?saved=${view.id}`;
    await navigator.clipboard.writeText(address);
    notify({
      tone: "done",
      text: t(view.shared ? "savedView.copied" : "savedView.copiedPrivate", { name: view.name }),
    });
  };
  const item = (view: SavedView) => (
    <Menu.Item
      key={view.id}
      aria-current={view.id === search.saved || undefined}
      leftSection={
        <IconCheck
          size={16}
          aria-hidden
          style={{ visibility: view.id === search.saved ? "visible" : "hidden" }}
        />
      }
      rightSection={
        <>
          {view.id === openingViewId && <IconHome size={14} role="img" aria-label={t("savedView.opening")} />}
          {view.own && view.shared && <IconUsers size={14} role="img" aria-label={t("savedView.shared")} />}
        </>
      }
      onClick={() => onChange(boardSearchOf(view))}
    >
      {view.name}
      {!view.own && <span className={style.owner}>{view.ownerName}</span>}
    </Menu.Item>
  );
  return (
    <>
      <Menu position="bottom-start" width={300}>
        <Menu.Target>
          <Button
            variant="default"
            className={style.button}
            leftSection={
              current === undefined ? (
                <IconBookmark size={16} aria-hidden />
              ) : (
                <IconBookmarkFilled size={16} aria-hidden />
              )
            }
            aria-label={
              current === undefined
                ? t("savedView.views")
                : t("savedView.current", { name: current.name, changed: isChanged ? "yes" : "no" })
            }
          >
            {current?.name ?? t("savedView.views")}
            {isChanged && <span className={style.dot} aria-hidden />}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={style.menu}>
          {own.length > 0 && <Menu.Label>{t("savedView.own")}</Menu.Label>}
          {own.map(item)}
          {others.length > 0 && <Menu.Label>{t("savedView.ofOthers")}</Menu.Label>}
          {others.map(item)}
          {own.length + others.length === 0 && <Menu.Label>{t("savedView.none")}</Menu.Label>}
          {maySave && (
            <>
              <Menu.Divider />
              <Menu.Item
                leftSection={<IconPlus size={16} aria-hidden />}
                onClick={() => setDialog({ of: "add" })}
              >
                {t("savedView.add")}
              </Menu.Item>
            </>
          )}
          {current !== undefined && (
            <>
              <Menu.Divider />
              <Menu.Label>{t("savedView.thisOne", { name: current.name })}</Menu.Label>
              {current.mayChange && (
                <>
                  <Menu.Item
                    leftSection={<IconPencil size={16} aria-hidden />}
                    onClick={() => setDialog({ of: "rename", view: current })}
                  >
                    {t("savedView.rename")}
                  </Menu.Item>
                  <Menu.Item
                    leftSection={<IconUsers size={16} aria-hidden />}
                    onClick={() => void share(current)}
                  >
                    {current.shared ? t("savedView.unshare") : t("savedView.share")}
                  </Menu.Item>
                </>
              )}
              <Menu.Item
                leftSection={<IconLink size={16} aria-hidden />}
                onClick={() => void copyLink(current)}
              >
                {t("savedView.copyLink")}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconHome size={16} aria-hidden />}
                onClick={() => void openWith(current)}
              >
                {current.id === openingViewId ? t("savedView.openPlain") : t("savedView.openWith")}
              </Menu.Item>
              {current.mayChange && (
                <Menu.Item
                  color="red"
                  leftSection={<IconTrash size={16} aria-hidden />}
                  onClick={() => void remove(current)}
                >
                  {t("savedView.remove")}
                </Menu.Item>
              )}
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {current !== undefined && isChanged && (
        <span className={style.changed} role="group" aria-label={t("savedView.changed")}>
          {current.mayChange && (
            <Button variant="light" onClick={() => void keep(current)} loading={change.pending}>
              {t("action.save")}
            </Button>
          )}
          {!current.mayChange && maySave && (
            <Button variant="light" onClick={() => setDialog({ of: "add" })}>
              {t("savedView.saveAs")}
            </Button>
          )}
          <Button variant="subtle" onClick={() => onChange(boardSearchOf(current))}>
            {t("savedView.back")}
          </Button>
        </span>
      )}
      {dialogs !== undefined && dialog?.of === "add" && (
        <dialogs.AddDialog
          search={now}
          onClose={() => setDialog(undefined)}
          onAdded={(saved) => {
            setDialog(undefined);
            onChange({ saved });
          }}
        />
      )}
      {dialogs !== undefined && dialog?.of === "rename" && (
        <dialogs.RenameDialog view={dialog.view} onClose={() => setDialog(undefined)} />
      )}
    </>
  );
}
