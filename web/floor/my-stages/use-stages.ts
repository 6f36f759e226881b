import { useState } from "react";
import { waitingShown } from "#modules/production/contract/waiting-shown.ts";
import { type RouteState, useRoute } from "#web/shared/queries.ts";
import type { MyStages } from "./show-taps.ts";

type Asked = { readonly waiting?: number; readonly order?: string };

const nothingMore: Asked = {};

export type Further = {
  /** Whether the cards of an order that stands far back have come, are under way, or can't be had. */
  readonly stateOf: (order: string) => "unasked" | "coming" | "here" | "unreached";
  /** Asks for the cards of an order, whether or not they are among the first. */
  readonly look: (order: string) => void;
  /** Asks for more of what waits; null where there are no more, or no more are shown. */
  readonly more: (() => void) | null;
  readonly isComing: boolean;
};

/**
 * My Stages: the first of what waits, and whatever was asked for beyond them. What can't be had (no network) leaves
 * what is there: it is all that somebody can go on with.
 */
export function useStages(): RouteState<MyStages> & { readonly further: Further } {
  const [{ asked, before }, setAsked] = useState({ asked: nothingMore, before: nothingMore });
  const [unreached, setUnreached] = useState<string>();
  const stages = useRoute("showMyStages", asked, { keepPrevious: true });
  if (stages.refusal !== undefined && stages.data === undefined && asked !== before) {
    setUnreached(asked.order);
    setAsked({ asked: before, before });
  }
  const ask = (more: Asked): void => {
    setUnreached(undefined);
    setAsked({ asked: { ...asked, ...more }, before: asked });
  };
  const { isPrevious, fetching, data } = stages;
  const most = asked.waiting ?? waitingShown.first;
  const next = Math.min(most + waitingShown.first, waitingShown.most);
  return {
    ...stages,
    further: {
      stateOf: (order) => {
        if (order === unreached) return "unreached";
        if (order !== asked.order) return "unasked";
        if (!isPrevious) return "here";
        // Without a network nothing is under way.
        return fetching ? "coming" : "unreached";
      },
      look: (order) => ask({ order }),
      more: data?.more === true && next > most ? () => ask({ waiting: next }) : null,
      isComing: isPrevious && fetching,
    },
  };
}
