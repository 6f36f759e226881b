/** Latin letters of a Ukrainian text, by the table of the Cabinet of Ministers No. 55 (2010), without its word-initial rules. */
const letters: Readonly<Record<string, string>> = {
  а: "a",
  б: "b",
  в: "v",
  г: "h",
  ґ: "g",
  д: "d",
  е: "e",
  є: "ie",
  ж: "zh",
  з: "z",
  и: "y",
  і: "i",
  ї: "i",
  й: "i",
  к: "k",
  л: "l",
  м: "m",
  н: "n",
  о: "o",
  п: "p",
  р: "r",
  с: "s",
  т: "t",
  у: "u",
  ф: "f",
  х: "kh",
  ц: "ts",
  ч: "ch",
  ш: "sh",
  щ: "shch",
  ю: "iu",
  я: "ia",
  ё: "io",
  ы: "y",
  э: "e",
  ł: "l",
  ß: "ss",
  ø: "o",
  æ: "ae",
  đ: "d",
};

/** The soft sign and apostrophes vanish without parting a word. */
const silent = /[ьъ'’ʼ`]/g;
/** Room for a suffix within the 40 characters of an address. */
const longest = 28;
const reserved = new Set([
  "api",
  "assets",
  "w",
  "new",
  "sign-in",
  "sign-up",
  "invitations",
  "device",
  "floor",
  "portal",
]);

/** What a workspace's address is made of: "Крісла & Co" → "krisla-co". Always fits `workspace.slug`'s check. */
export function makeSlug(name: string): string {
  const latin = name
    .toLowerCase()
    .normalize("NFC")
    .replace(silent, "")
    .replace(/[^a-z0-9]/gu, (letter) => letters[letter] ?? plain(letter));
  const slug = latin.replace(/-+/g, "-").slice(0, longest).replace(/^-|-$/g, "");
  return slug === "" || reserved.has(slug) ? `${slug}-workspace`.replace(/^-/, "") : slug;
}

/** é is e; anything that has no letter of ours parts words. */
const plain = (letter: string): string => letter.normalize("NFD").replace(/[^a-z0-9]/g, "") || "-";

/** Addresses to try in turn; `random` is a few letters and digits that nobody else has. */
export function slugCandidates(name: string, random: string): string[] {
  const slug = makeSlug(name);
  const numbered = Array.from({ length: 8 }, (_, index) => `${slug}-${index + 2}`);
  return [slug, ...numbered, `${slug}-${random}`];
}
