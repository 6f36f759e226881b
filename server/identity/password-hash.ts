import { hash, verify } from "@node-rs/argon2";
import type { Options } from "@node-rs/argon2";

// The library's `Algorithm` is a const enum, which erasable syntax can't import; 2 is argon2id.
const argon2id = 2;

// OWASP's second recommendation (19 MiB, two passes, one lane). About 10 ms of one core when this was
// written, and at most four run at once (Node's thread pool): a flood of sign-ins holds 76 MiB and no more.
const passwordCost: Options = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// A PIN has 10,000 to 1,000,000 values: whoever holds the table tries them all, whatever one try costs. What
// guards a PIN is the lock after five failures and the registered device; the hash keeps it from being read off
// a screen, a log or a dump at a glance. So it costs 2 ms, and a shared tablet stays quick.
const pinCost: Options = { algorithm: argon2id, memoryCost: 7_168, timeCost: 1, parallelism: 1 };

/** Argon2id in PHC form. Look-alike spellings of one text (NFC, NFD, full width) are one password. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), passwordCost);
}

export function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return verifyHash(passwordHash, password.normalize("NFKC"));
}

/** Argon2id in PHC form, for member.pin_hash. */
export function hashPin(pin: string): Promise<string> {
  return hash(pin, pinCost);
}

export function verifyPin(pinHash: string, pin: string): Promise<boolean> {
  return verifyHash(pinHash, pin);
}

async function verifyHash(phc: string, secret: string): Promise<boolean> {
  // The parameters come out of the text itself, so that hashes of an older cost still open.
  return verify(phc, secret);
}
