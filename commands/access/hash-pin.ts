/**
 * How a PIN becomes what is stored of it. Handed in by the doors: hashing is the shell's (server/identity), and
 * these commands stay free of it.
 */
export type HashPin = (pin: string) => Promise<string>;
