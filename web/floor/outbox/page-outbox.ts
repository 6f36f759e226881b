import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import type { RequestOf } from "#modules/routes.ts";
import { call, newCommandId, workspaceOfAddress } from "#web/shared/call.ts";
import type { TapVerb } from "../my-stages/show-taps.ts";
import { openTapStore } from "./indexed-store.ts";
import { forgetAnswers, keepAnswers, showKeptAnswers } from "./kept-answers.ts";
import { type KeptPicture, type KeptTap, type SentAnswer, tapHeader } from "./kept-tap.ts";
import { createOutbox, type Outbox, type OutboxShown, type OutboxWord } from "./outbox.ts";
import { isQuery, seeStages } from "./see-stages.ts";
import { shiftOfPage, startStandIn } from "./stand-in.ts";
import type { TapStore } from "./tap-store.ts";

type OfPage = { readonly outbox: Outbox; readonly store: TapStore; readonly slug: string };
let ofPage: OfPage | undefined;

/**
 * Opens what this phone has kept, before the first screen: so that what was tapped before a reload is never not
 * there. Outside a workspace there is nothing to keep.
 */
export async function startOutbox(queries: QueryClient): Promise<void> {
  const slug = workspaceOfAddress();
  if (slug === undefined) return;
  const store = await openTapStore();
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(nameOf(slug)) : undefined;
  const outbox = createOutbox({
    slug,
    store,
    send: (tap, outboxId) =>
      tap.photos === undefined ? send(tap, outboxId) : sendPhotos(tap, outboxId, store),
    isOnline: () => navigator.onLine,
    newId: newCommandId,
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target: it is our origin's own
    tell: (word) => channel?.postMessage(word),
    seen: () => seeStages(queries),
    doubted: () => void askWho(queries),
  });
  ofPage = { outbox, store, slug };
  channel?.addEventListener("message", (message: MessageEvent<OutboxWord>) => outbox.hear(message.data));
  await Promise.all([outbox.load(), showKeptAnswers(queries, store, slug)]);
  const shift = await startStandIn({ slug, store, outbox, queries });
  keepAnswers(queries, store, slug, shift);
  const poke = (): void => outbox.poke();
  window.addEventListener("online", poke);
  document.addEventListener("visibilitychange", poke);
  void lead(slug, async () => {
    // What another tab did meanwhile.
    await outbox.load();
    await outbox.deliver(new AbortController().signal);
  });
}

const nameOf = (slug: string): string => `treadle-outbox-${slug}`;

/** One tab sends for all; where there are no locks (plain http) each does: a tap is taken once all the same. */
async function lead(slug: string, work: () => Promise<void>): Promise<void> {
  if ("locks" in navigator) await navigator.locks.request(nameOf(slug), work);
  else await work();
}

export function outboxOfPage(): Outbox {
  if (ofPage === undefined) throw new Error("startOutbox has to be awaited before the first render");
  return ofPage.outbox;
}

export function useOutbox(): OutboxShown {
  const { subscribe, snapshot } = outboxOfPage();
  return useSyncExternalStore(subscribe, snapshot);
}

/** What is kept of a photo that has not been sent. */
export const pictureOf = async (id: string): Promise<KeptPicture | undefined> => ofPage?.store.picture(id);

/** Does a tap outlive this page? */
export const isKept = (): boolean => ofPage?.store.lasts === true;

/**
 * Whoever comes next must not see what this one saw; their taps stay, and wait for them. On a shared tablet they may be
 * chosen again while there is no network.
 */
export async function forgetPerson(): Promise<void> {
  if (ofPage === undefined) return;
  await Promise.all([forgetAnswers(ofPage.store, ofPage.slug), shiftOfPage()?.haveLeft()]);
}

const patience = 8_000;

/** On bad Wi-Fi a request may hang for minutes: the same tap is then sent again, and is the same tap. */
async function send(tap: KeptTap, outboxId: string): Promise<SentAnswer> {
  const signal = AbortSignal.timeout(patience);
  const header = tapHeader(tap, outboxId);
  const { slug, commandId } = tap;
  try {
    // The compiler can't see that verb and input are of one pair.
    const input = tap.input as RequestOf<TapVerb>;
    return await call(tap.verb, input, { workspace: slug, commandId, tap: header, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    return noConnection;
  }
}

/**
 * Most taps have none: what sends photos comes with the sheets. Whoever could take one has it, also from the phone's own
 * files, when a newer version has taken theirs off the server.
 */
async function sendPhotos(tap: KeptTap, outboxId: string, store: TapStore): Promise<SentAnswer> {
  const code = await import("../my-stages/sheets.tsx").catch(() => null);
  if (code === null) return noConnection;
  return code.sendWithPhotos(tap, {
    store,
    newId: newCommandId,
    upload: (picture, commandId) =>
      code.uploadKept(picture, { commandId, workspace: tap.slug, tap: tapHeader(tap, outboxId) }),
    send: (ready) => send(ready, outboxId),
  });
}

const noConnection: SentAnswer = { ok: false, refusal: { code: "no_connection", message: "" } };

const askWho = (queries: QueryClient): Promise<void> =>
  queries.invalidateQueries({ predicate: isQuery("showWorkspace") });
