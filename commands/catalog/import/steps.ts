import { z } from "zod";
import { idField } from "#kernel/field.ts";
import { command } from "#kernel/route.ts";

/**
 * What the server does with a file by itself: commands without an address. Looking at rows changes nothing of the
 * business and needs no right; taking them is done with the rights that whoever has said yes still has.
 */
const ofImport = { importId: idField };

export const importSteps = {
  noteTable: {
    ...command("item.write", "/", {
      summary: "A file has been read: its rows are there, and these are its columns.",
      body: z.strictObject({
        ...ofImport,
        encoding: z.string().nullable(),
        separator: z.string().nullable(),
        headerRow: z.int(),
        header: z.array(z.string()),
        columns: z.array(z.unknown()),
        rowCount: z.int(),
      }),
      output: z.object({}),
    }),
    action: null,
  },
  refuse: {
    ...command("item.write", "/", {
      summary: "A file can't be read or taken.",
      body: z.strictObject({ ...ofImport, code: z.string(), data: z.record(z.string(), z.unknown()) }),
      output: z.object({}),
    }),
    action: null,
  },
  noteChecked: {
    ...command("item.write", "/", {
      summary: "All rows have been looked at.",
      body: z.strictObject({ ...ofImport, reading: z.int() }),
      output: z.object({}),
    }),
    action: null,
  },
  takeChunk: command("item.write", "/", {
    summary: "Takes the next good rows.",
    body: z.strictObject({ ...ofImport, chunk: z.int() }),
    output: z.object({ ended: z.boolean() }),
  }),
};
