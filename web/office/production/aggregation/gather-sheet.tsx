import { Button, Drawer, SegmentedControl } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { useTexts } from "../texts.ts";
import { GatherGroup } from "./gather-group.tsx";
import style from "./gather-sheet.module.css";

type Made = { readonly orderId: string; readonly number: number; readonly count: number };

const windows = ["0", "3", "7", "14", "30"] as const;

/** Small orders that could be made in one run: which ones, what that saves, and then one click. */
export function GatherSheet(props: { readonly workspace: string; readonly onClose: () => void }) {
  const { workspace, onClose } = props;
  const { t } = useTexts();
  const [days, setDays] = useState<string>("7");
  const [open, setOpen] = useState<string | null>();
  const [made, setMade] = useState<readonly Made[]>([]);
  const { data, refusal, refetch } = useRoute(
    "proposeGathering",
    { days: Number(days) },
    { keepPrevious: true },
  );
  const dissolve = useCommand("dissolveBatch").run;
  const groups = data?.groups ?? [];
  // The first stands open until somebody opens another, or closes it.
  const shown = open === undefined || !groups.some((group) => group.key === open) ? groups[0]?.key : open;

  const takeBack = async (orderId: string): Promise<void> => {
    const answer = await dissolve({ orderId });
    if (answer.ok) setMade((before) => before.filter((each) => each.orderId !== orderId));
  };
  const done = (one: Made): void => {
    setMade((before) => [...before, one]);
    setOpen(undefined);
    notify({
      tone: "done",
      text: t("gather.done", { number: one.number, count: one.count }),
      act: {
        label: t("action.undo"),
        run: () => void takeBack(one.orderId),
      },
    });
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="44rem"
      title={t("gather.title")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={style.sheet}>
        <p className={style.lead}>{t("gather.lead")}</p>
        <div className={style.window}>
          <span id="gather-window">{t("gather.window")}</span>
          <SegmentedControl
            aria-labelledby="gather-window"
            size="xs"
            value={days}
            onChange={(value) => {
              setDays(value);
              setOpen(undefined);
            }}
            data={windows.map((value) => ({
              value,
              label: value === "0" ? t("gather.sameDay") : t("gather.days", { count: Number(value) }),
            }))}
          />
        </div>
        {made.length > 0 && (
          <ul className={style.made} aria-label={t("gather.madeHere")}>
            {made.map((one) => (
              <li key={one.orderId}>
                <Link to="/w/$workspace/orders/$orderId" params={{ workspace, orderId: one.orderId }}>
                  {t("gather.done", { number: one.number, count: one.count })}
                </Link>
              </li>
            ))}
          </ul>
        )}
        <RefusalNotice refusal={refusal} retry={refetch} />
        {data === undefined && refusal === undefined && <PageSkeleton lines={6} />}
        {data !== undefined && groups.length === 0 && (
          <EmptyState title={t("gather.none.title")} text={t("gather.none.text")}>
            <Button variant="default" onClick={onClose}>
              {t("action.close")}
            </Button>
          </EmptyState>
        )}
        {groups.map((group) => (
          <GatherGroup
            // Ticks are of these very orders.
            key={`${group.key} ${group.orders.map((order) => order.orderId).join(" ")}`}
            group={group}
            open={group.key === shown}
            onOpen={(isOpen) => setOpen(isOpen ? group.key : null)}
            onMade={done}
          />
        ))}
        {data?.more === true && <p className="soft">{t("gather.more")}</p>}
      </div>
    </Drawer>
  );
}
