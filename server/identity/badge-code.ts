import { createHash, randomBytes } from "node:crypto";

const digits = 42;

/**
 * A new badge's code (modules/access/contract/badge-code.ts says why digits), and what to keep of it. A fast hash is
 * enough: 139 random bits can't be tried out, whatever a try costs.
 */
export function createBadgeCode(): { code: string; secretHash: string } {
  // Of 512 random bits, so that no digit is likelier than another.
  const number = BigInt(`0x${randomBytes(64).toString("hex")}`) % 10n ** BigInt(digits);
  const code = number.toString().padStart(digits, "0");
  return { code, secretHash: hashBadgeCode(code) };
}

/** SHA-256 as hex. */
export function hashBadgeCode(code: string): string {
  return createHash("sha256").update(code).digest("hex");
}
