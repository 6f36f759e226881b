import { useSyncExternalStore } from "react";
import { dismissNotice, notify, withdrawOffer } from "#web/shared/notices.ts";

/** An act of this person that may be taken back: offered in the corner while that is of use. */
export type UndoOffer = { readonly orderId: string; readonly commandId: string; readonly noticeId: number };
export type UndoWish = { readonly orderId: string; readonly commandId: string };

type State = { readonly offers: readonly UndoOffer[]; readonly wish: UndoWish | undefined };

/** Long enough to see what a wrong tap has done; later the history still offers it. */
const offeredFor = 20_000;

let state: State = { offers: [], wish: undefined };
const listeners = new Set<() => void>();

function set(next: State): void {
  state = next;
  for (const listener of listeners) listener();
}

/** Says what was done, with an Undo. What was offered for this order before is out of date by that. */
export function offerUndo(offer: UndoWish & { readonly text: string; readonly label: string }): void {
  const { orderId, commandId, text, label } = offer;
  for (const old of state.offers) if (old.orderId === orderId) dismissNotice(old.noticeId);
  const noticeId = notify(
    { tone: "done", text, act: { label, run: () => askUndo({ orderId, commandId }) } },
    offeredFor,
  );
  setTimeout(() => forgetOffer(commandId), offeredFor);
  set({
    ...state,
    offers: [...state.offers.filter((old) => old.orderId !== orderId), { orderId, commandId, noticeId }],
  });
}

/** Something has followed, or it was taken back: the offer goes, its words may be read to the end. */
export function closeOffer(commandId: string): void {
  const offer = state.offers.find((one) => one.commandId === commandId);
  if (offer !== undefined) withdrawOffer(offer.noticeId);
  forgetOffer(commandId);
}

function forgetOffer(commandId: string): void {
  if (!state.offers.some((one) => one.commandId === commandId)) return;
  set({ ...state, offers: state.offers.filter((one) => one.commandId !== commandId) });
}

/** Opens the page that tells what would be taken back. */
export function askUndo(wish: UndoWish | undefined): void {
  set({ ...state, wish });
}

export function useUndoState(): State {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
