import { mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Logger, pino } from "pino";
import type { Settings } from "./settings.ts";
import { startRefusal, wordsOf } from "./start-refusal.ts";

const fileLimit = 10_000_000;

/**
 * The server's log, one JSON object a line. With LOG_LEVEL to stdout; without it the terminal keeps its one
 * useful line, and warnings and errors go to DATA_DIR/log/treadle.log (the one before is kept as .log.1).
 */
export function createLog(settings: Pick<Settings, "logLevel" | "dataDir">): Logger {
  const redact = ["req.headers.authorization", "req.headers.cookie"];
  if (settings.logLevel !== undefined) return pino({ level: settings.logLevel, redact }, pino.destination(1));
  const folder = join(settings.dataDir, "log");
  const file = join(folder, "treadle.log");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > fileLimit) renameSync(file, `${file}.1`);
    // Written at once: what is worth a line here is often the last thing before an end.
    const destination = pino.destination({ dest: file, sync: true, mode: 0o600 });
    return pino({ level: "warn", redact }, destination);
  } catch (error) {
    throw startRefusal(`The log in DATA_DIR can't be written: ${wordsOf(error)}.`, error);
  }
}
