import type { OrderState } from "#modules/production/core/order-state.ts";

const mostOfNotes = 10_000;

export const noteOf = ({ order }: OrderState): string => `№${order.number}: ${order.notes}`;

/** Whoever makes the batch reads what each of its orders asks for. */
export function notesOf(members: readonly OrderState[]): string {
  return members
    .filter(({ order }) => order.notes !== "")
    .map(noteOf)
    .join("\n")
    .slice(0, mostOfNotes);
}

/** Without those of an order that left; what somebody wrote in their place stays. */
export const withoutNotes = (notes: string, note: string): string =>
  notes.includes(note)
    ? notes
        .replace(note, "")
        .replaceAll(/\n{2,}/g, "\n")
        .trim()
    : notes;
