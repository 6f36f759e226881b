// What a spreadsheet would take for a formula when it opens a CSV; the apostrophes before it, so that a text which
// begins with one comes back as it was.
const formula = /^'*[=+\-@\t\r]/;
const escaped = /^'+[=+\-@\t\r]/;

/** A name like "=1+1" stays a text: a file of ours must run nothing where it is opened. */
export const escapeCell = (text: string): string => (formula.test(text) ? `'${text}` : text);
export const unescapeCell = (text: string): string => (escaped.test(text) ? text.slice(1) : text);
