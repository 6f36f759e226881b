/** A cell by its place in the table. */
export type Place = { readonly row: number; readonly column: number };
export type Size = { readonly rows: number; readonly columns: number };

/** Where a key leads from a cell; null: nowhere in the table, the key is the page's. */
export function placeAfter(key: string, shift: boolean, at: Place, { rows, columns }: Size): Place | null {
  const { row, column } = at;
  const inside = (next: Place): Place => ({
    row: Math.max(0, Math.min(rows - 1, next.row)),
    column: Math.max(0, Math.min(columns - 1, next.column)),
  });
  switch (key) {
    case "ArrowUp":
      return inside({ row: row - 1, column });
    case "ArrowDown":
      return inside({ row: row + 1, column });
    case "ArrowLeft":
      return inside({ row, column: column - 1 });
    case "ArrowRight":
      return inside({ row, column: column + 1 });
    case "Home":
      return { row, column: 0 };
    case "End":
      return { row, column: columns - 1 };
    case "PageUp":
      return inside({ row: row - 15, column });
    case "PageDown":
      return inside({ row: row + 15, column });
    case "Tab": {
      const place = row * columns + column + (shift ? -1 : 1);
      if (place < 0 || place >= rows * columns) return null;
      return { row: Math.floor(place / columns), column: place % columns };
    }
    default:
      return null;
  }
}
