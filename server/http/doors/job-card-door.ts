import { Readable } from "node:stream";
import { ok } from "#kernel/result.ts";
import { may } from "#modules/access/core/may.ts";
import type { jobCardRoutes } from "#modules/production/contract/job-card-route.ts";
import { type JobCards, readJobCards } from "#modules/production/views/read-job-cards.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { type JobCardTexts, jobCardPdf } from "#server/documents/job-card.ts";
import { printablePicture } from "#server/documents/printable-picture.ts";
import { writePdf } from "#server/documents/write-pdf.ts";
import { enCommon } from "#web/texts/compiled/en-common.ts";
import { enDocuments } from "#web/texts/compiled/en-documents.ts";
import { ukCommon } from "#web/texts/compiled/uk-common.ts";
import { ukDocuments } from "#web/texts/compiled/uk-documents.ts";
import { createTranslator } from "#web/texts/translator.ts";
import type { Download, Services } from "../door-types.ts";

const catalogues = { en: [enDocuments, enCommon], uk: [ukDocuments, ukCommon] } as const;

/** In the language of whoever prints it; the QR code opens the order at the address that the product is read at. */
export const printJobCard: Download<typeof jobCardRoutes.printJobCard> = async (
  services,
  { orderId, alsoOrderIds, paper },
  asker,
  { origin, slug, now },
) => {
  const { workspaceId, actor, language, timeZone } = asker;
  const orderIds = [orderId, ...[alsoOrderIds].flat()];
  const read = await readWorkspace(services.database, workspaceId, (tx) =>
    readJobCards(tx, orderIds, { may: (action, run) => may(actor, action, run) }),
  );
  if (!read.ok) return read;
  const texts: JobCardTexts = createTranslator(language, catalogues[language], timeZone);
  const pdf = jobCardPdf(read.value, {
    paper,
    texts,
    now,
    addressOf: (id) => `${origin}/o/${slug}/${id}`,
    pictures: await readPictures(services, read.value),
  });
  const bytes = await writePdf(pdf);
  return ok({
    content: Readable.from([bytes]),
    mediaType: "application/pdf",
    bytes: bytes.byteLength,
    name: `${pdf.title}.pdf`,
    shown: true,
    ours: true,
  });
};

/** Each product's picture once; what can't be read is left out, for a card without it is a card. */
async function readPictures(services: Services, { cards }: JobCards): Promise<ReadonlyMap<string, string>> {
  const keys = [...new Set(cards.flatMap(({ pictureKey }) => (pictureKey === null ? [] : [pictureKey])))];
  const pictures = await Promise.all(
    keys.map(async (key) => {
      const content = await services.files.read(key);
      return content === null ? null : printablePicture(content);
    }),
  );
  return new Map(
    keys.flatMap((key, place) => {
      const picture = pictures[place] ?? null;
      return picture === null ? [] : [[key, picture] as const];
    }),
  );
}
