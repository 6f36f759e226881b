/** The `ilike` pattern of "contains this text", in which the person's own %, _ and \ stand for themselves. */
export const containing = (words: string): string => `%${words.replace(/[\\%_]/g, "\\$&")}%`;
