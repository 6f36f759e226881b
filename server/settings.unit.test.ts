import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Environment, isLoopback, readSettings } from "./settings.ts";
import { isStartRefusal } from "./start-refusal.ts";

const secret = "s".repeat(32);
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "treadle-settings-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

function refusal(environment: Environment): string {
  try {
    readSettings({ SECRET: secret, ...environment });
  } catch (error) {
    if (isStartRefusal(error)) return error.message;
    throw error;
  }
  throw new Error("Not refused");
}

test("an empty environment gives the defaults", () => {
  expect(readSettings({ SECRET: secret })).toEqual({
    port: 3000,
    host: "127.0.0.1",
    dataDir: join(process.cwd(), "data"),
    filesDir: join(process.cwd(), "data", "files"),
    databaseUrl: undefined,
    databaseUrlDirect: undefined,
    databaseUrlOwner: undefined,
    publicUrl: undefined,
    tls: undefined,
    logLevel: undefined,
    secret,
  });
});

test("files may lie elsewhere, in a folder that several servers share", () => {
  expect(readSettings({ SECRET: secret, FILES_DIR: "/mnt/files" }).filesDir).toBe("/mnt/files");
});

test("a variable set to nothing is absent", () => {
  expect(readSettings({ SECRET: secret, PORT: "", DATABASE_URL: " " })).toEqual(
    readSettings({ SECRET: secret }),
  );
});

test.each([
  ["PORT", "abc"],
  ["PORT", "-1"],
  ["PORT", "3000.5"],
  ["PORT", "65536"],
  ["HOST", "http://x"],
  ["DATABASE_URL", "mysql://x/y"],
  ["DATABASE_URL", "localhost:5432"],
  ["PUBLIC_URL", "treadle.example.com"],
  ["PUBLIC_URL", "https://example.com/treadle"],
  ["LOG_LEVEL", "loud"],
  ["SECRET", "short"],
  ["TLS_CERT", "/nowhere/cert.pem"],
])("%s=%s is refused in one sentence that names it and does not repeat it", (name, value) => {
  const sentence = refusal({ [name]: value });
  expect(sentence).toMatch(new RegExp(`\\b${name}\\b.*\\.$`));
  expect(sentence).not.toContain("\n");
  if (name === "SECRET" || name === "DATABASE_URL") expect(sentence).not.toContain(value);
});

test("addresses of roles need the main one", () => {
  expect(refusal({ DATABASE_URL_OWNER: "postgresql://a@b/c" })).toBe(
    "DATABASE_URL_OWNER is set but DATABASE_URL is not.",
  );
});

test("certificate and key come together, as PEM", () => {
  const cert = join(folder, "cert.pem");
  const text = join(folder, "note.txt");
  writeFileSync(cert, "-----BEGIN CERTIFICATE-----\n");
  writeFileSync(text, "hello");
  expect(refusal({ TLS_CERT: cert })).toContain("TLS_KEY is not");
  expect(refusal({ TLS_CERT: cert, TLS_KEY: join(folder, "none") })).toContain(
    "TLS_KEY names a file that can't be read",
  );
  expect(refusal({ TLS_CERT: cert, TLS_KEY: text })).toContain("PEM");
});

test("PUBLIC_URL is kept as an origin", () => {
  expect(readSettings({ SECRET: secret, PUBLIC_URL: "https://Example.com/" }).publicUrl).toBe(
    "https://example.com",
  );
});

test("a secret is made once and closed to others", () => {
  const dataDir = join(folder, "made", "data");
  const first = readSettings({ DATA_DIR: dataDir });
  expect(first.secret.length).toBeGreaterThanOrEqual(32);
  expect(readSettings({ DATA_DIR: dataDir }).secret).toBe(first.secret);
  expect(statSync(join(dataDir, "secret")).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(dataDir, "secret"), "utf8").trim()).toBe(first.secret);
  expect(readSettings({ DATA_DIR: join(folder, "other") }).secret).not.toBe(first.secret);
});

test("a secret that was cut short is refused", () => {
  writeFileSync(join(folder, "secret"), "abc\n");
  expect(() => readSettings({ DATA_DIR: folder })).toThrow("too short");
});

test("which hosts only this machine reaches", () => {
  for (const host of ["127.0.0.1", "127.1.2.3", "::1", "localhost"]) expect(isLoopback(host)).toBe(true);
  for (const host of ["0.0.0.0", "::", "192.168.0.2", "127.example.com"])
    expect(isLoopback(host)).toBe(false);
});
