import type { LightMyRequestResponse } from "fastify";
import sharp from "sharp";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OutputOf } from "#modules/routes.ts";
import { sweepOnce } from "#server/jobs/sweep-daily.ts";
import {
  type HttpWorld,
  openHttpWorld,
  type RefusalAnswer,
  type SignedIn,
  type TestWorkspace,
} from "./http-world.ts";

// Files over the door: what is taken, what becomes of it, and who may have it. The answers are held against the
// contract by the world; the bytes here.

let world: HttpWorld;
let mine: TestWorkspace;
let theirs: TestWorkspace;
let owner: SignedIn;

beforeAll(async () => {
  world = await openHttpWorld();
  mine = await world.addWorkspace("mine");
  theirs = await world.addWorkspace("theirs");
  owner = mine.members.owner;
});
afterAll(() => world.close());

/** Red on the left, blue on the right. */
async function aPicture(width = 40, height = 20): Promise<Buffer> {
  const half = await sharp({ create: { width: width / 2, height, channels: 3, background: "blue" } })
    .png()
    .toBuffer();
  return sharp({ create: { width, height, channels: 3, background: "red" } })
    .composite([{ input: half, left: width / 2, top: 0 }])
    .png()
    .toBuffer();
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const refusalOf = (answer: LightMyRequestResponse): RefusalAnswer["refusal"] =>
  answer.json<RefusalAnswer>().refusal;
type Uploaded = OutputOf<"uploadFile">;

async function upload(who: SignedIn, name: string, bytes: Uint8Array): Promise<Uploaded> {
  const answer = await world.upload(who, name, bytes);
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.json<Uploaded>();
}

describe("a picture", () => {
  test("loses what the camera noted, stands upright and shrinks", async () => {
    const sent = await sharp(await aPicture(3000, 1500))
      .jpeg()
      .withExif({
        IFD0: { Copyright: "Somebody", Make: "A phone" },
        IFD3: { GPSLatitudeRef: "N", GPSLatitude: "50/1 27/1 0/1", GPSLongitudeRef: "E" },
      })
      // 6: has to be turned by 90° to stand upright
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const before = await sharp(sent).metadata();
    expect(before.exif?.toString("latin1")).toContain("Somebody");
    expect(before.orientation).toBe(6);

    const file = await upload(owner, "IMG_0001.JPG", sent);
    expect(file).toMatchObject({ kind: "picture", mediaType: "image/webp", width: 1000, height: 2000 });
    const answer = await world.get(owner, `/files/${file.fileId}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload).toHaveLength(file.bytes);
    const kept = await sharp(answer.rawPayload).metadata();
    expect(kept).toMatchObject({ format: "webp", width: 1000, height: 2000 });
    for (const note of ["exif", "xmp", "iptc", "icc", "orientation"] as const)
      expect(kept[note]).toBeUndefined();
    expect(answer.rawPayload.includes("Somebody")).toBe(false);
    // Turned by 90°: what was on the left is now on top.
    const { data, info } = await sharp(answer.rawPayload).raw().toBuffer({ resolveWithObject: true });
    expect(data[0]).toBeGreaterThan(200);
    expect(data[(info.height - 1) * info.width * info.channels]).toBeLessThan(60);

    const small = await world.get(owner, `/files/${file.fileId}/thumbnail`);
    expect(await sharp(small.rawPayload).metadata()).toMatchObject({
      format: "webp",
      width: 200,
      height: 400,
    });
  });

  test("is shown by browsers, runs nothing there, and is kept by nobody on the way", async () => {
    const { fileId } = await upload(owner, "Ескіз №1.png", await aPicture());
    const { headers } = await world.get(owner, `/files/${fileId}`);
    expect(headers["content-type"]).toBe("image/webp");
    expect(headers["content-disposition"]).toBe(
      `inline; filename="file"; filename*=UTF-8''${encodeURIComponent("Ескіз №1.webp")}`,
    );
    expect(headers["cache-control"]).toBe("private, max-age=31536000, immutable");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["content-security-policy"]).toContain("sandbox");
  });

  test.each(["png", "webp", "gif", "avif"] as const)("is taken as %s", async (format) => {
    const sent = await sharp(await aPicture())
      .toFormat(format)
      .toBuffer();
    expect(await upload(owner, "x", sent)).toMatchObject({ kind: "picture", width: 40, height: 20 });
  });

  test("that claims to be an endless one, or breaks off, is refused", async () => {
    const broken = (
      await sharp(await aPicture(800, 600))
        .jpeg()
        .toBuffer()
    ).subarray(0, 900);
    expect(refusalOf(await world.upload(owner, "broken.jpg", broken)).code).toBe("file_not_a_picture");
    const endless = await sharp({ create: { width: 16_000, height: 16_000, channels: 3, background: "red" } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(endless.length).toBeLessThan(2_000_000);
    expect(refusalOf(await world.upload(owner, "bomb.png", endless)).code).toBe("file_not_a_picture");
  });
});

describe("a document", () => {
  test("is kept as it is, and only handed out for saving under the name of what it is", async () => {
    const sent = bytesOf("%PDF-1.7\n<script>alert(1)</script>\n%%EOF");
    const file = await upload(owner, "drawing.html", sent);
    expect(file).toMatchObject({ kind: "document", mediaType: "application/pdf", width: null });
    const answer = await world.get(owner, `/files/${file.fileId}`);
    expect(answer.rawPayload).toEqual(Buffer.from(sent));
    expect(answer.headers["content-disposition"]).toBe(
      `attachment; filename="file"; filename*=UTF-8''drawing.pdf`,
    );
    expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
    const thumbnail = await world.get(owner, `/files/${file.fileId}/thumbnail`);
    expect([thumbnail.statusCode, refusalOf(thumbnail).code]).toEqual([404, "file_unknown"]);
  });

  test.each([
    [
      "an SVG called a picture",
      "photo.jpg",
      '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    ],
    ["an SVG with a preamble", "plan.svg", '\ufeff<?xml version="1.0"?>\n<svg></svg>'],
    ["a web page", "page.html", "<!DOCTYPE html><html></html>"],
    ["a web page called a text", "page.txt", "hello\n<script>alert(1)</script>"],
    ["a program called a PDF", "x.pdf", "\u007fELF\u0002\u0001\u0001\0\0\0"],
  ])("that is %s is refused", async (_, name, content) => {
    const answer = await world.upload(owner, name, bytesOf(content));
    expect([answer.statusCode, refusalOf(answer).code]).toEqual([415, "file_type_not_taken"]);
  });

  test("larger than the route takes, or empty, is refused", async () => {
    const large = await world.upload(owner, "large.txt", new Uint8Array(50_000_001).fill(65));
    expect([large.statusCode, refusalOf(large)]).toMatchObject([
      413,
      { code: "body_too_large", data: { megabytes: 50 } },
    ]);
    const picture = new Uint8Array(20_000_001);
    picture.set([0xff, 0xd8, 0xff, 0xe0]);
    const largePicture = await world.upload(owner, "large.jpg", picture);
    expect([largePicture.statusCode, refusalOf(largePicture)]).toMatchObject([
      413,
      { code: "file_too_large", message: "The file is larger than 20 MB." },
    ]);
    expect(refusalOf(await world.upload(owner, "empty.txt", new Uint8Array())).code).toBe("file_empty");
  });
});

describe("an upload", () => {
  test("that comes twice is one file; the same id with another file is refused", async () => {
    const commandId = uuidv7();
    const [one, two] = [bytesOf("one"), bytesOf("two")];
    const send = (bytes: Uint8Array) => world.upload(owner, "a.txt", bytes, { "command-id": commandId });
    const both = await Promise.all([send(one), send(one)]);
    const first = both[0].json<Uploaded>();
    expect(both[1].json()).toEqual(first);
    expect((await send(one)).json()).toEqual(first);
    expect(refusalOf(await send(two)).code).toBe("command_id_reused");
    const { rows } = await world.database.pool.query(
      "select id from fact where kind = 'file_uploaded' and command_id = $1",
      [commandId],
    );
    expect(rows).toHaveLength(1);
    expect((await world.get(owner, `/files/${first.fileId}`)).body).toBe("one");
  });

  test("comes from our pages, signed in, as bytes, with an id and a name", async () => {
    const bytes = bytesOf("text");
    const codeOf = async (
      who: SignedIn | null,
      headers: Record<string, string>,
      name = "a.txt",
    ): Promise<string> => refusalOf(await world.upload(who, name, bytes, headers)).code;
    expect(await codeOf(null, {})).toBe("not_signed_in");
    expect(await codeOf(owner, { "sec-fetch-site": "cross-site" })).toBe("cross_site");
    expect(await codeOf(owner, { origin: "https://elsewhere.example" })).toBe("cross_site");
    // What a form of another site could send.
    for (const type of [
      "text/plain",
      "multipart/form-data; boundary=x",
      "application/x-www-form-urlencoded",
    ]) {
      expect(await codeOf(owner, { "content-type": type })).toBe("input_not_bytes");
    }
    expect(await codeOf(owner, { "command-id": "1" })).toBe("command_id_form");
    expect(await codeOf(owner, {}, " ")).toBe("input_invalid");
    const asJson = await world.post(owner, "/files?name=a.txt", {});
    expect(refusalOf(asJson).code).toBe("input_not_bytes");
    const bytesForJson = await world.app.inject({
      method: "POST",
      url: `/api/w/${owner.slug}/items/add`,
      headers: { cookie: owner.cookie, "content-type": "image/png", "command-id": uuidv7() },
      payload: Buffer.alloc(2_000_000),
    });
    expect(refusalOf(bytesForJson).code).toBe("input_not_json");
  });

  test("may be anybody's who works here, an operator's by PIN too; everybody here may read it", async () => {
    // The world signs everybody in by sessions on a device, as a PIN does.
    const { operator, accountant } = mine.members;
    const { fileId } = await upload(operator, "photo.png", await aPicture());
    const { rows } = await world.database.pool.query("select uploaded_by from file where id = $1", [fileId]);
    expect(rows).toEqual([{ uploaded_by: operator.memberId }]);
    expect((await world.get(accountant, `/files/${fileId}`)).statusCode).toBe(200);
  });
});

describe("another workspace's file", () => {
  test("is as unknown as none at all, in every door", async () => {
    const strange = await upload(theirs.members.owner, "secret.png", await aPicture());
    const item = await addItem();
    for (const fileId of [strange.fileId, uuidv7()]) {
      for (const path of [`/files/${fileId}`, `/files/${fileId}/thumbnail`]) {
        const answer = await world.get(owner, path);
        expect([answer.statusCode, refusalOf(answer).code]).toEqual([404, "file_unknown"]);
        expect(answer.headers["cache-control"]).toBeUndefined();
      }
      for (const act of ["attach", "detach"]) {
        const answer = await world.post(owner, `/files/${fileId}/${act}`, { thing: "item", thingId: item });
        expect([answer.statusCode, refusalOf(answer)]).toMatchObject([
          404,
          { code: "file_unknown", path: ["fileId"] },
        ]);
      }
    }
    const own = await upload(owner, "a.txt", bytesOf("text"));
    const theirItem = await addItem(theirs.members.owner);
    const attached = await world.post(owner, `/files/${own.fileId}/attach`, {
      thing: "item",
      thingId: theirItem,
    });
    expect(refusalOf(attached)).toMatchObject({ code: "item_unknown", path: ["thingId"] });
  });
});

async function addItem(who = owner): Promise<string> {
  const answer = await world.post(who, "/items/add", {
    kind: "product",
    name: `Chair ${uuidv7()}`,
    unit: "pcs",
    variants: [{ name: "Oak" }],
  });
  return answer.json<OutputOf<"addItem">>().itemId;
}

describe("files of a thing", () => {
  let itemId: string;
  beforeEach(async () => {
    itemId = await addItem();
  });

  const list = async (who: SignedIn = owner): Promise<OutputOf<"listFiles">["rows"]> => {
    const answer = await world.get(who, `/files/of-thing?thing=item&thingId=${itemId}`);
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return answer.json<OutputOf<"listFiles">>().rows;
  };
  const attach = (fileId: string, role: string, who = owner) =>
    world.post(who, `/files/${fileId}/attach`, { thing: "item", thingId: itemId, role });
  const detach = (fileId: string, role: string) =>
    world.post(owner, `/files/${fileId}/detach`, { thing: "item", thingId: itemId, role });

  test("come in the order in which they were attached; one that was taken off comes back to its place", async () => {
    const files = [];
    for (const name of ["one", "two", "three"]) files.push(await upload(owner, name, bytesOf(name)));
    for (const { fileId } of files) expect((await attach(fileId, "drawing")).statusCode).toBe(200);
    const [first] = files;
    if (first === undefined) throw new Error("No file");
    expect((await list()).map(({ name }) => name)).toEqual(["one", "two", "three"]);
    expect((await detach(first.fileId, "drawing")).statusCode).toBe(200);
    expect((await list()).map(({ name }) => name)).toEqual(["two", "three"]);
    expect(refusalOf(await detach(first.fileId, "drawing")).code).toBe("file_unknown");
    await attach(first.fileId, "drawing");
    // Twice is once.
    await attach(first.fileId, "drawing");
    expect((await list()).map(({ name }) => name)).toEqual(["one", "two", "three"]);
    const { rows } = await world.database.pool.query<{ kind: string; version: number }>(
      "select kind, version from fact where thing = 'file' and thing_id = $1 order by version",
      [first.fileId],
    );
    expect(rows).toEqual([
      { kind: "file_uploaded", version: 1 },
      { kind: "file_attached", version: 2 },
      { kind: "file_detached", version: 3 },
      { kind: "file_attached", version: 4 },
    ]);
  });

  test("a photo is a picture; the first one is the item's", async () => {
    const photoOf = async (): Promise<string | null> =>
      (await world.get(owner, `/items/${itemId}`)).json<OutputOf<"showItem">>().photoId;
    const text = await upload(owner, "a.txt", bytesOf("text"));
    expect(refusalOf(await attach(text.fileId, "photo"))).toMatchObject({
      code: "file_not_a_picture",
      path: ["fileId"],
    });
    expect((await attach(text.fileId, "attachment")).statusCode).toBe(200);
    expect(await photoOf()).toBeNull();
    const [first, second] = [
      await upload(owner, "1.png", await aPicture()),
      await upload(owner, "2.png", await aPicture()),
    ];
    await attach(first.fileId, "photo");
    await attach(second.fileId, "photo");
    expect(await photoOf()).toBe(first.fileId);
    await detach(first.fileId, "photo");
    expect(await photoOf()).toBe(second.fileId);
  });

  test("are seen and changed by those who may see and change the thing", async () => {
    const { operator, accountant, storekeeper } = mine.members;
    const { fileId } = await upload(operator, "a.png", await aPicture());
    expect(refusalOf(await attach(fileId, "photo", operator)).code).toBe("not_allowed");
    expect(refusalOf(await attach(fileId, "photo", accountant)).code).toBe("not_allowed");
    expect((await attach(fileId, "photo", storekeeper)).statusCode).toBe(200);
    expect(await list(accountant)).toMatchObject([{ id: fileId, role: "photo", addedByName: "storekeeper" }]);
    const unseen = await world.get(operator, `/files/of-thing?thing=item&thingId=${itemId}`);
    expect(refusalOf(unseen).code).toBe("not_allowed");
  });

  test("a file that nobody has attached for a week is swept away with its bytes; the others stay", async () => {
    const [forgotten, fresh, attached, detached] = await Promise.all(
      ["a", "b", "c", "d"].map((text) => upload(owner, text, bytesOf(text))),
    );
    if (!forgotten || !fresh || !attached || !detached) throw new Error("No file");
    await attach(attached.fileId, "drawing");
    await attach(detached.fileId, "drawing");
    await detach(detached.fileId, "drawing");
    await world.database.pool.query(
      "update file set uploaded_at = uploaded_at - interval '8 days' where workspace_id = $1 and id <> $2",
      [mine.id, fresh.fileId],
    );
    const key = `${mine.id}/${forgotten.fileId}/original`;
    expect(await world.services.files.read(key)).not.toBeNull();
    await sweepOnce(world.services.database, world.services.files, new Date());
    const statusOf = async ({ fileId }: Uploaded): Promise<number> =>
      (await world.get(owner, `/files/${fileId}`)).statusCode;
    expect(await statusOf(forgotten)).toBe(404);
    expect(await world.services.files.read(key)).toBeNull();
    for (const kept of [fresh, attached, detached]) expect(await statusOf(kept)).toBe(200);
  });
});
