/** Latin letters of a Ukrainian text, by the table of the Cabinet of Ministers No. 55 (2010), without its word-initial rules. */
const letters: Readonly<Record<string, string>> = {
  а: "a", б: "b", в: "v", г: "h", ґ: "g", д: "d", е: "e", є: "ie", ж: "zh", з: "z", и: "y", і: "i", ї: "i",
  й: "i", к: "k", л: "l", м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "kh",
  ц: "ts", ч: "ch", ш: "sh", щ: "shch", ь: "", ю: "iu", я: "ia",
  ё: "io", ъ: "", ы: "y", э: "e", ł: "l", ß: "ss", ø: "o", æ: "ae", đ: "d",
};

/** Room for a suffix within the 40 characters of an address. */
const longest = 28;
const reserved = new Set(["api", "assets", "w", "new", "sign-in", "sign-up", "invitations", "device", "floor", "portal"]);

/** What a workspace's address is made of: "Крісла & Co" → "krisla-co". Always fits `workspace.slug`'s check. */
export function makeSlug(name: string): string {
  const latin = [...name.toLowerCase().normalize("NFC")]
    .map((letter) => letters[letter] ?? letter.normalize("NFD").replace(/[^a-z0-9]/g, ""))
    .map((part, index) => (part === "" && !isSilent(name, index) ? "-" : part))
    .join("");
  const slug = latin.replace(/-+/g, "-").slice(0, longest).replace(/^-|-$/g, "");
  return slug === "" || reserved.has(slug) ? `${slug}-workspace`.replace(/^-/, "") : slug;
}

/** The soft sign and apostrophes vanish; anything else that has no letter parts words. */
function isSilent(name: string, index: number): boolean {
  return /[ьъ'’ʼ`]/i.test([...name.toLowerCase().normalize("NFC")][index] ?? "");
}

/** Addresses to try in turn; `random` is a few letters and digits that nobody else has. */
export function slugCandidates(name: string, random: string): string[] {
  const slug = makeSlug(name);
  const numbered = Array.from({ length: 8 }, (_, index) => `${slug}-${index + 2}`);
  return [slug, ...numbered, `${slug}-${random}`];
}
