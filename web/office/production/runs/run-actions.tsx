import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useTexts } from "../texts.ts";
import { isClosed } from "../board-card.tsx";
import { currentRun, type Order, type PlacedRun } from "../order-types.ts";
import { useReserve } from "../use-reserve.ts";
import { RunDialog } from "./run-dialog.tsx";
import { leading, rare, type Verb, verbTexts } from "./run-verbs.ts";
import { useRunVerbs, verbsOf } from "./use-run-verbs.ts";
import style from "../stages/stages.module.css";

type Props = PlacedRun & { readonly order: Order };

/** All verbs of a run, as buttons. */
export function RunButtons({ order, stage, run }: Props) {
  const { t } = useTexts();
  const { act, pending, dialog, close } = useRunVerbs(order, { stage, run });
  const open = verbsOf(order, run);
  const seldom = open.filter((verb) => rare.has(verb));
  return (
    <>
      {open.length > 0 && (
        <div className={style.verbs}>
          {open.map((verb, index) => (
            <Button
              key={verb}
              size="xs"
              variant={index === 0 && leading.has(verb) ? "filled" : rare.has(verb) ? "subtle" : "default"}
              {...(rare.has(verb) ? { className: style.onlyWide } : {})}
              disabled={pending}
              onClick={() => act(verb)}
            >
              {t(verbTexts[verb])}
            </Button>
          ))}
          {seldom.length > 0 && (
            <div className={style.onlyNarrow}>
              <VerbMenu stage={stage} run={run} verbs={seldom} act={act} />
            </div>
          )}
        </div>
      )}
      <RunDialog verb={dialog} order={order} stage={stage} run={run} onClose={close} />
    </>
  );
}

/** The same where a run is one of many: the first verb as a button, the rest behind the dots. */
export function RunMenu({ order, stage, run }: Props) {
  const { t } = useTexts();
  const { act, pending, dialog, close } = useRunVerbs(order, { stage, run });
  const [first, ...others] = verbsOf(order, run);
  return (
    <>
      {first !== undefined && (
        <Button
          size="compact-sm"
          variant={leading.has(first) ? "light" : "subtle"}
          disabled={pending}
          onClick={() => act(first)}
        >
          {t(verbTexts[first])}
        </Button>
      )}
      {others.length > 0 && <VerbMenu stage={stage} run={run} verbs={others} act={act} />}
      <RunDialog verb={dialog} order={order} stage={stage} run={run} onClose={close} />
    </>
  );
}

function VerbMenu(
  props: PlacedRun & { readonly verbs: readonly Verb[]; readonly act: (verb: Verb) => void },
) {
  const { stage, run, verbs, act } = props;
  const { t } = useTexts();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          size="lg"
          aria-label={t(run.lotNumber.startsWith("#") ? "run.moreOfUnit" : "run.moreOf", {
            lot: run.lotNumber,
            stage: stage.name,
          })}
        >
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {verbs.map((verb) => (
          <Menu.Item key={verb} onClick={() => act(verb)}>
            {t(verbTexts[verb])}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The one thing to do next with this order, if there is one. */
export function NextAction({ order }: { readonly order: Order }) {
  const placed = currentRun(order);
  if (isClosed(order.status)) return null;
  // It stays where it is while an act shows its effect: a dialog may have to open from its answer.
  return placed === undefined ? (
    <NextReserve order={order} />
  ) : (
    <NextVerb key={placed.run.id} order={order} {...placed} />
  );
}

function NextVerb({ order, stage, run }: Props) {
  const { t } = useTexts();
  const { act, pending, dialog, close } = useRunVerbs(order, { stage, run });
  const verb = verbsOf(order, run).find((one) => leading.has(one));
  return (
    <>
      {verb === undefined ? (
        !pending && <NextReserve order={order} />
      ) : (
        <Button loading={pending} onClick={() => act(verb)}>
          {t("order.next", { verb: t(verbTexts[verb]), stage: stage.name })}
        </Button>
      )}
      <RunDialog verb={dialog} order={order} stage={stage} run={run} onClose={close} />
    </>
  );
}

function NextReserve({ order }: { readonly order: Order }) {
  return order.shortages > 0 && order.verbs.includes("reserveOrder") ? <ReserveButton order={order} /> : null;
}

export function ReserveButton({ order }: { readonly order: Order }) {
  const { t } = useTexts();
  const reserve = useReserve(order.id);
  return (
    <Button variant="light" loading={reserve.pending} onClick={() => void reserve.run()}>
      {t("order.reserve")}
    </Button>
  );
}
