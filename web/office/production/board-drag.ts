import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { OrderCardRow } from "./board-card.tsx";

export type Edge = "top" | "bottom";
/** A card in its column, or in its cell of a lane, and what stands around it. */
export type CardPlace = {
  readonly card: OrderCardRow;
  readonly column: string;
  /** undefined: the board has no lanes */
  readonly lane: string | undefined;
  readonly above: OrderCardRow["priority"] | null;
  readonly below: OrderCardRow["priority"] | null;
};
export type DropOn = { readonly column: string; readonly lane: string | undefined };

const kind = "order";

/** A column or a cell that takes cards. */
export function useDropPlace(
  place: RefObject<HTMLElement | null>,
  column: string,
  lane: string | undefined,
): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    return dropTargetForElements({
      element,
      getData: () => ({ column, lane }),
      canDrop: ({ source }) => source.data["kind"] === kind,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [place, column, lane]);
  return over;
}

/** A card that can be taken, and before or behind which another can be put down. */
export function useCardPlace(
  place: RefObject<HTMLElement | null>,
  at: CardPlace,
  movable: boolean,
): { readonly dragged: boolean; readonly edge: Edge | undefined } {
  const [dragged, setDragged] = useState(false);
  const [edge, setEdge] = useState<Edge>();
  const latest = useRef(at);
  useEffect(() => {
    latest.current = at;
  });
  useEffect(() => {
    const element = place.current;
    if (element === null || !movable) return undefined;
    const edgeAt = (clientY: number): Edge => {
      const { top, height } = element.getBoundingClientRect();
      return clientY < top + height / 2 ? "top" : "bottom";
    };
    return combine(
      draggable({
        element,
        getInitialData: () => ({ kind, at: latest.current }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data["kind"] === kind && source.element !== element,
        getData: ({ input }) => ({ beside: latest.current, edge: edgeAt(input.clientY) }),
        onDrag: ({ self, source }) => {
          const from = source.data["at"] as CardPlace;
          const here = latest.current;
          const isSame = from.column === here.column && from.lane === here.lane;
          setEdge(isSame ? (self.data["edge"] as Edge) : undefined);
        },
        onDragLeave: () => setEdge(undefined),
        onDrop: () => setEdge(undefined),
      }),
    );
  }, [place, movable]);
  return { dragged, edge };
}
