import { beforeEach, describe, expect, it } from "vitest";
import { aCard } from "../my-stages/a-card.ts";
import type { KeptPicture, KeptTap, SentAnswer, TapPhoto, TapWish } from "./kept-tap.ts";
import { sendWithPhotos } from "./send-photos.ts";
import { memoryStore, type TapStore } from "./tap-store.ts";

const done: SentAnswer = { ok: true, value: {} };
const no = (code: string): SentAnswer => ({ ok: false, refusal: { code, message: "" } });

let store: TapStore;
/** Uploads by their id, in their order. */
let uploads: string[];
let sent: KeptTap[];
/** What the server says to the next uploads and taps; files and done where nothing is said. */
let toUploads: SentAnswer[];
let toTaps: SentAnswer[];
let lastId: number;

beforeEach(() => {
  store = memoryStore();
  uploads = [];
  sent = [];
  toUploads = [];
  toTaps = [];
  lastId = 0;
});

const aPicture = (id: string): KeptPicture => ({
  id,
  bytes: new TextEncoder().encode(id).buffer,
  type: "image/jpeg",
  name: `${id}.jpg`,
});
const aPhoto = (id: string): TapPhoto => ({ id, uploadId: `upload of ${id}`, fileId: null });

/** A finish with one photo of its result and one of a check. */
async function aTap(): Promise<KeptTap> {
  const wish = {
    slug: "shop",
    memberId: "olena",
    commandId: "finish",
    verb: "finishRun",
    input: {
      runId: "a",
      units: 2,
      comment: "as on photo-1",
      photoIds: ["photo-1"],
      checks: [{ key: "label", photoIds: ["photo-2"] }],
    },
    runIds: ["a"],
    before: [aCard({ runId: "a" })],
    atOnce: true,
    photos: [aPhoto("photo-1"), aPhoto("photo-2")],
    at: "2026-06-01T10:00:00.000Z",
    deviceAt: "2026-06-01T10:00:00.000Z",
    offset: 0,
  } as unknown as TapWish;
  return store.add(wish, [aPicture("photo-1"), aPicture("photo-2")]);
}

/** As the outbox does it: by what is stored. */
async function send(number: number): Promise<SentAnswer> {
  const tap = (await store.all()).find((each) => each.number === number);
  if (tap === undefined) throw new Error("It is gone");
  return sendWithPhotos(tap, {
    store,
    newId: () => `new-${(lastId += 1)}`,
    upload: ({ id }, uploadId) => {
      uploads.push(uploadId);
      return Promise.resolve(toUploads.shift() ?? { ok: true, value: { fileId: `file of ${id}` } });
    },
    send: (ready) => {
      sent.push(ready);
      return Promise.resolve(toTaps.shift() ?? done);
    },
  });
}

describe("A tap with photos", () => {
  it("goes after them, in their order, with the files where its photos stood", async () => {
    const { number } = await aTap();
    expect(await send(number)).toEqual(done);
    expect(uploads).toEqual(["upload of photo-1", "upload of photo-2"]);
    expect(sent.map(({ input }) => input)).toEqual([
      {
        runId: "a",
        units: 2,
        comment: "as on photo-1",
        photoIds: ["file of photo-1"],
        checks: [{ key: "label", photoIds: ["file of photo-2"] }],
      },
    ]);
  });

  it("takes along again only what the server has not taken, by the same id", async () => {
    const { number } = await aTap();
    toUploads = [{ ok: true, value: { fileId: "first" } }, no("no_connection")];
    expect(await send(number)).toEqual(no("no_connection"));
    expect(sent).toEqual([]);
    toTaps = [no("no_connection")];
    expect(await send(number)).toEqual(no("no_connection"));
    expect(await send(number)).toEqual(done);
    expect(uploads).toEqual(["upload of photo-1", "upload of photo-2", "upload of photo-2"]);
    expect(sent.map(({ input }) => (input as { photoIds: string[] }).photoIds)).toEqual([
      ["first"],
      ["first"],
    ]);
  });

  it("is not sent where one of them is refused, or is gone", async () => {
    const { number } = await aTap();
    toUploads = [no("file_not_a_picture")];
    expect(await send(number)).toEqual(no("file_not_a_picture"));
    const other = await store.add({ ...(await aTap()), photos: [aPhoto("never kept")] });
    expect(await send(other.number)).toEqual(no("photo_gone"));
    expect(sent).toEqual([]);
  });

  it("makes new files when the server has swept the old ones away", async () => {
    const { number } = await aTap();
    toTaps = [no("file_unknown")];
    await send(number);
    await store.addAgain([number], () => "again");
    const [again] = await store.all();
    expect(await send(again?.number ?? 0)).toEqual(done);
    expect(uploads.slice(2)).toEqual(["new-1", "new-2"]);
  });

  it("takes its pictures with it when it goes, and keeps them when it is tried again", async () => {
    const { number } = await aTap();
    await store.addAgain([number], () => "again");
    const [again] = await store.all();
    expect(again).toMatchObject({ commandId: "again", tries: 0, refused: null });
    expect(await store.picture("photo-1")).toEqual(aPicture("photo-1"));
    await store.remove([again?.number ?? 0]);
    expect(await store.picture("photo-1")).toBeUndefined();
    const other = await aTap();
    expect(await store.removeUntried(other.number)).toBe(true);
    expect(await store.picture("photo-2")).toBeUndefined();
  });
});
