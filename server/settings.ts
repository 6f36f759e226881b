import { randomBytes } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { codeOf, startRefusal, wordsOf } from "./start-refusal.ts";

export const logLevels = ["fatal", "error", "warn", "info", "debug", "trace"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Everything that the environment decides, read once at the start. Nothing else reads it. */
export type Settings = {
  /** 0 lets the system choose (tests do). */
  port: number;
  host: string;
  /** Absolute. Holds the embedded database, the secret, logs and, unless FILES_DIR says otherwise, files. */
  dataDir: string;
  /** Absolute. Where uploaded files lie; several servers on one database share it. */
  filesDir: string;
  /** Undefined: the embedded database. */
  databaseUrl: string | undefined;
  /** Past a pooler, for LISTEN, jobs and migrations. Undefined: the same as databaseUrl. */
  databaseUrlDirect: string | undefined;
  /** The role that owns the tables and migrates. Undefined: databaseUrlDirect or databaseUrl does it. */
  databaseUrlOwner: string | undefined;
  /** Origin under which browsers reach us, without a slash at the end. Undefined: http(s)://localhost:<port>. */
  publicUrl: string | undefined;
  /** PEM texts. Undefined: plain http (behind a proxy, or on this machine alone). */
  tls: { cert: string; key: string } | undefined;
  /** Undefined: warnings and errors go to DATA_DIR/log/treadle.log. Set: everything from it on, to stdout. */
  logLevel: LogLevel | undefined;
  /** Signs sessions; 32 characters at least. Server processes on one database must share it. */
  secret: string;
};

export type Environment = Readonly<Record<string, string | undefined>>;

const connectionUrl = z
  .string()
  .refine(isPostgresUrl, "must be an address like postgresql://user:password@host:5432/treadle")
  .optional();

const schema = z.object({
  PORT: z
    .string()
    .refine(
      (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535,
      "must be a whole number from 0 to 65535",
    )
    .default("3000")
    .transform(Number),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, "must be an address or a host name, like 127.0.0.1 or 0.0.0.0")
    .default("127.0.0.1"),
  DATA_DIR: z.string().default("./data"),
  FILES_DIR: z.string().optional(),
  DATABASE_URL: connectionUrl,
  DATABASE_URL_DIRECT: connectionUrl,
  DATABASE_URL_OWNER: connectionUrl,
  PUBLIC_URL: z
    .string()
    .refine(isOrigin, "must be an http or https address without a path, like https://treadle.example.com")
    .transform((text) => new URL(text).origin)
    .optional(),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(", ")}`).optional(),
  SECRET: z.string().min(32, "must have at least 32 characters").optional(),
});

/**
 * Reads the environment; a variable set to nothing counts as absent. Throws a start refusal that names the
 * variable, without its value, which may be a password. Makes DATA_DIR and the secret in it where SECRET is
 * not given.
 */
export function readSettings(environment: Environment = process.env): Settings {
  const given = Object.fromEntries(
    Object.keys(schema.shape)
      .map((name) => [name, environment[name]?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw startRefusal(`${String(issue?.path[0] ?? "A setting")} ${issue?.message ?? "is wrong"}.`);
  }
  const { data } = parsed;
  for (const name of ["DATABASE_URL_DIRECT", "DATABASE_URL_OWNER"] as const) {
    if (data[name] !== undefined && data.DATABASE_URL === undefined) {
      throw startRefusal(`${name} is set but DATABASE_URL is not.`);
    }
  }
  const dataDir = resolve(data.DATA_DIR);
  return {
    port: data.PORT,
    host: data.HOST,
    dataDir,
    filesDir: data.FILES_DIR === undefined ? join(dataDir, "files") : resolve(data.FILES_DIR),
    databaseUrl: data.DATABASE_URL,
    databaseUrlDirect: data.DATABASE_URL_DIRECT,
    databaseUrlOwner: data.DATABASE_URL_OWNER,
    publicUrl: data.PUBLIC_URL,
    tls: readTls(data.TLS_CERT, data.TLS_KEY),
    logLevel: data.LOG_LEVEL,
    secret: data.SECRET ?? keepSecret(dataDir),
  };
}

/** True when only this machine can reach the server: what the demo workspace's printed sign-in depends on. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

function isPostgresUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol } = new URL(text);
  return protocol === "postgresql:" || protocol === "postgres:";
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const plain = url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
  return plain && (url.protocol === "http:" || url.protocol === "https:");
}

function readTls(certFile: string | undefined, keyFile: string | undefined): Settings["tls"] {
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined) throw startRefusal("TLS_KEY is set but TLS_CERT is not.");
  if (keyFile === undefined) throw startRefusal("TLS_CERT is set but TLS_KEY is not.");
  return { cert: readPem("TLS_CERT", certFile), key: readPem("TLS_KEY", keyFile) };
}

function readPem(name: string, file: string): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw startRefusal(`${name} names a file that can't be read: ${wordsOf(error)}.`, error);
  }
  if (!text.includes("-----BEGIN "))
    throw startRefusal(`${name} names a file that is not in PEM format: ${file}.`);
  return text;
}

/**
 * Made once, then read. Written under another name and linked into place: two first starts at once must come
 * to the same secret, and none may read half of it.
 */
function keepSecret(dataDir: string): string {
  const file = join(dataDir, "secret");
  try {
    makeDataDir(dataDir);
    const known = readSecret(file);
    if (known !== undefined) return known;
    const fresh = `${file}.${randomBytes(4).toString("hex")}`;
    writeFileSync(fresh, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
    try {
      linkSync(fresh, file);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    } finally {
      rmSync(fresh);
    }
    const made = readSecret(file);
    if (made !== undefined) return made;
  } catch (error) {
    throw startRefusal(`The secret in DATA_DIR (${file}) can't be read or made: ${wordsOf(error)}.`, error);
  }
  throw startRefusal(`The secret in ${file} is too short: remove the file, or set SECRET.`);
}

function readSecret(file: string): string | undefined {
  try {
    const text = readFileSync(file, "utf8").trim();
    return text.length >= 32 ? text : undefined;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** As root others may pass through DATA_DIR, since the embedded database below it is another user's. */
export function makeDataDir(dataDir: string): void {
  const made = mkdirSync(dataDir, { recursive: true });
  if (made !== undefined) chmodSync(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
}
