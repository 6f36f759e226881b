import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { useCommand } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { later } from "../later.ts";
import { useTexts } from "./texts.ts";

export const spreadResult = later(() => import("./spread-result.tsx"));

type Spread = OutputOf<"spreadRuns">;

/** What a supervisor does with the board as a whole. */
export function BoardMenu({ onGather }: { readonly onGather: () => void }) {
  const { t } = useTexts();
  const { can } = useSession();
  const spread = useCommand("spreadRuns");
  const [done, setDone] = useState<Spread>();
  const dialog = spreadResult.use(done !== undefined);
  if (!can("run.reassign") && !can("order.create")) return null;
  const run = async (): Promise<void> => {
    const answer = await spread.run({});
    if (answer.ok) setDone(answer.value);
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            size="lg"
            variant="default"
            loading={spread.pending}
            aria-label={t("board.menu")}
            title={t("board.menu")}
          >
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {can("order.create") && <Menu.Item onClick={onGather}>{t("gather.open")}</Menu.Item>}
          {can("run.reassign") && <Menu.Item onClick={() => void run()}>{t("board.spread")}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {done !== undefined && dialog !== undefined && (
        <dialog.SpreadResult
          spread={done}
          pending={spread.pending}
          onMore={() => void run()}
          onClose={() => setDone(undefined)}
        />
      )}
    </>
  );
}
