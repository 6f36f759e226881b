/** How many colours floor.css has for faces (`data-face`). */
export const faceColours = 8;

/** The same person has the same colour on every device: it comes from the id alone. */
export function faceColourOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum % faceColours;
}
