import { createHash, randomInt } from "node:crypto";

/** Ten digits to be typed within minutes (modules/access/contract/device-code.ts), and what to keep of them. */
export function createDeviceCode(): { code: string; secretHash: string } {
  // randomInt goes to 2^48.
  const code = randomInt(0, 10_000_000_000).toString().padStart(10, "0");
  return { code, secretHash: hashDeviceCode(code) };
}

/** SHA-256 as hex. */
export function hashDeviceCode(code: string): string {
  return createHash("sha256").update(code).digest("hex");
}
