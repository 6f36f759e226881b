import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import type { RequestOf } from "#modules/routes.ts";
import { call, type CommandName, newCommandId, type Refused } from "#web/shared/call.ts";
import { touch } from "#web/shared/queries.ts";
import { thingsOfCommand } from "#web/shared/things.ts";
import type { ChosenOrder } from "./use-selection.ts";

/** What one act asks of one order: its ordinary command, or the words why there is nothing to ask. */
export type Deed =
  | { [Name in CommandName]: { readonly name: Name; readonly input: RequestOf<Name> } }[CommandName]
  | { readonly skip: string };
export type Act = {
  /** "Priority of the orders: Urgent" */
  readonly title: string;
  readonly of: (order: ChosenOrder) => Deed;
  /** What sets an order back to what it was; absent where nothing does. */
  readonly undo?: (order: ChosenOrder, commandId: string) => Deed;
};
export type Skipped = { readonly order: ChosenOrder; readonly why: string };
export type Outcome = {
  readonly act: Act;
  readonly done: readonly { readonly order: ChosenOrder; readonly commandId: string }[];
  readonly skipped: readonly Skipped[];
  /** not asked any more: somebody pressed Stop, or the connection is gone */
  readonly left: number;
};
export type Progress = { readonly title: string; readonly done: number; readonly of: number };

/** So many orders are asked about at once. */
const atOnce = 4;

/**
 * One act on many orders: for each the command that its card would send, with an id of its own, so that a rule is in
 * one place and each order is changed whole or not at all. What is refused is skipped, and told with the server's words.
 */
export function useBulk(word: (refused: Refused) => string) {
  const queries = useQueryClient();
  const [progress, setProgress] = useState<Progress>();
  const stopped = useRef(false);
  const run = useCallback(
    async (act: Act, orders: readonly ChosenOrder[]): Promise<Outcome> => {
      stopped.current = false;
      const done: { order: ChosenOrder; commandId: string }[] = [];
      const skipped: Skipped[] = [];
      const names = new Set<CommandName>();
      let at = 0;
      setProgress({ title: act.title, done: 0, of: orders.length });
      const work = async (): Promise<void> => {
        for (;;) {
          const order = stopped.current ? undefined : orders[at];
          if (order === undefined) return;
          at += 1;
          const deed = act.of(order);
          if ("skip" in deed) skipped.push({ order, why: deed.skip });
          else {
            names.add(deed.name);
            const asked = await ask(deed.name, deed.input);
            if (asked.refused === undefined) done.push({ order, commandId: asked.commandId });
            else skipped.push({ order, why: word(asked.refused) });
            // Without a connection the rest would fail one by one.
            if (asked.refused?.code === "no_connection") stopped.current = true;
          }
          setProgress({ title: act.title, done: done.length + skipped.length, of: orders.length });
        }
      };
      await Promise.all(Array.from({ length: Math.min(atOnce, orders.length) }, work));
      setProgress(undefined);
      touch(queries, [...names].flatMap(thingsOfCommand));
      const byNumber = (one: { order: ChosenOrder }, other: { order: ChosenOrder }): number =>
        one.order.number - other.order.number;
      skipped.sort(byNumber);
      return { act, done: done.sort(byNumber), skipped, left: orders.length - done.length - skipped.length };
    },
    [queries, word],
  );
  const stop = useCallback((): void => {
    stopped.current = true;
  }, []);
  return { run, progress, stop };
}

async function ask<Name extends CommandName>(
  name: Name,
  input: RequestOf<Name>,
): Promise<{ readonly commandId: string; readonly refused: Refused | undefined }> {
  const commandId = newCommandId();
  let answer = await call(name, input, { commandId });
  for (let again = 1; !answer.ok && answer.refusal.code === "no_connection" && again <= 2; again += 1) {
    await new Promise((resolve) => setTimeout(resolve, again * 700));
    answer = await call(name, input, { commandId });
  }
  return { commandId, refused: answer.ok ? undefined : answer.refusal };
}

/** The same reason is told once, with the numbers of all that it holds for. */
export function byReason(
  skipped: readonly Skipped[],
): readonly (readonly [why: string, numbers: number[]])[] {
  const groups = Map.groupBy(skipped, ({ why }) => why);
  return [...groups].map(([why, some]) => [why, some.map(({ order }) => order.number)] as const);
}
