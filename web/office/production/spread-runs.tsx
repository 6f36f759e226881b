import { ActionIcon, Button, Menu, Modal } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { useCommand } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { useTexts } from "./texts.ts";
import style from "./board.module.css";

type Spread = OutputOf<"spreadRuns">;

/** What a supervisor does with the board as a whole. */
export function BoardMenu({ onGather }: { readonly onGather: () => void }) {
  const { t } = useTexts();
  const { can } = useSession();
  const spread = useCommand("spreadRuns");
  const [done, setDone] = useState<Spread>();
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
      {done !== undefined && (
        <SpreadResult
          spread={done}
          pending={spread.pending}
          onMore={() => void run()}
          onClose={() => setDone(undefined)}
        />
      )}
    </>
  );
}

/** Who got what; more than one act spreads is left for the next. */
function SpreadResult(props: {
  readonly spread: Spread;
  readonly pending: boolean;
  readonly onMore: () => void;
  readonly onClose: () => void;
}) {
  const { spread, pending, onMore, onClose } = props;
  const { t } = useTexts();
  const members = [...new Set(spread.given.map((one) => one.memberName))].toSorted();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("board.spreadTitle")}
      size="34rem"
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <p className={style.spreadLead}>
        {spread.given.length === 0
          ? t("board.spreadNone")
          : t("board.spreadDone", { count: spread.given.length, people: members.length })}
      </p>
      {members.map((name) => (
        <section key={name} className={style.spreadGroup} aria-label={name}>
          <h3>{name}</h3>
          <ul>
            {spread.given
              .filter((one) => one.memberName === name)
              .map((one) => (
                <li key={one.runId}>
                  {t("board.number", { number: one.orderNumber })} {one.stageName}
                </li>
              ))}
          </ul>
        </section>
      ))}
      <div className={style.spreadButtons}>
        {spread.left > 0 && (
          <Button variant="light" loading={pending} onClick={onMore}>
            {t("board.spreadMore", { count: spread.left })}
          </Button>
        )}
        <Button onClick={onClose}>{t("action.close")}</Button>
      </div>
    </Modal>
  );
}
