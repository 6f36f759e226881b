import { useLayoutEffect } from "react";
import type { OutputOf, RequestOf } from "#modules/routes.ts";
import type { Answer } from "#web/shared/call.ts";
import { newCommandId, workspaceOfAddress } from "#web/shared/call.ts";
import { heldIn, type HeldPhoto, letPhotoGo } from "../outbox/held-photos.ts";
import type { TapWish } from "../outbox/kept-tap.ts";
import type { TapOutcome } from "../outbox/outbox.ts";
import { outboxOfPage, useOutbox } from "../outbox/page-outbox.ts";
import { isStandIn } from "../outbox/stand-in.ts";
import { clockOffset } from "../server-clock.ts";
import type { Me, RunCard, TapVerb } from "./show-taps.ts";

export type TapOptions = {
  /** Shown before the server has answered. */
  readonly atOnce: boolean;
  /** The runs it is about, as they stand before it. */
  readonly cards: readonly RunCard[];
};
/** Null: taken back before it was sent, or an earlier tap that it followed from was refused. */
export type TapAnswer<Verb extends TapVerb> = Answer<OutputOf<Verb>> | null;
export type Tapped<Verb extends TapVerb> = {
  /** By this an undo names it later. */
  readonly commandId: string;
  readonly answering: Promise<TapAnswer<Verb>>;
};

/** Taken, its photos are the server's; refused or taken back, its sheet may show them again. */
async function free(answering: Promise<TapOutcome>, held: readonly HeldPhoto[]): Promise<TapOutcome> {
  const answer = await answering;
  if (answer?.ok === true) for (const { id } of held) letPhotoGo(id);
  return answer;
}

/**
 * A person's taps: each is stored on this phone first, goes to the server in the order of the fingers, and lies over
 * what the server shows until an answer asked for after it has come.
 */
export function useTaps(me: Me) {
  const outbox = outboxOfPage();
  const shown = useOutbox();
  // Before anything is drawn: what was tapped before a reload is there from the first picture on.
  useLayoutEffect(() => {
    const show = (memberId: string | null): void =>
      isStandIn() ? outbox.standIn(memberId) : outbox.belongTo(memberId);
    show(me.id);
    return () => show(null);
  }, [outbox, me.id]);

  /** Resolves once it is stored; throws where it can't be. */
  const tap = async <Verb extends TapVerb>(
    verb: Verb,
    input: RequestOf<Verb>,
    { atOnce, cards }: TapOptions,
  ): Promise<Tapped<Verb>> => {
    const now = Date.now();
    const commandId = newCommandId();
    const held = heldIn(input);
    const photos = held.map(({ id }) => ({ id, uploadId: newCommandId(), fileId: null }));
    // The compiler can't see that verb and input are of one pair.
    const wish = {
      slug: workspaceOfAddress() ?? "",
      memberId: me.id,
      commandId,
      verb,
      input,
      runIds: cards.map(({ runId }) => runId),
      before: cards,
      atOnce,
      ...(isStandIn() ? { unchecked: true } : {}),
      ...(photos.length === 0 ? {} : { photos }),
      at: new Date(now + clockOffset()).toISOString(),
      deviceAt: new Date(now).toISOString(),
      offset: clockOffset(),
    } as unknown as TapWish;
    const pictures = held.map(({ address: _, ...picture }) => picture);
    const { answering } = await outbox.add(wish, pictures);
    return { commandId, answering: free(answering, held) as Promise<TapAnswer<Verb>> };
  };

  return {
    tap,
    takeBack: outbox.takeBack,
    /** To be laid over what the server shows. */
    taps: shown.over,
    /** Runs whose tap is under way without being shown yet. */
    saving: new Set(shown.waiting.filter(({ atOnce }) => !atOnce).flatMap(({ runIds }) => runIds)),
  };
}
