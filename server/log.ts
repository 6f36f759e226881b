/**
 * What our code needs of a logger; pino and Fastify's `log` fit. The data come first, without secrets and
 * without personal data, the words second.
 */
export type Log = {
  info(data: object, words: string): void;
  warn(data: object, words: string): void;
  error(data: object, words: string): void;
};

export const silentLog: Log = { info() {}, warn() {}, error() {} };
