import { useEffect, useState } from "react";

/** Draws the component again every so many milliseconds, for texts that speak of time. */
export function useBeat(milliseconds: number): void {
  const [, setBeats] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setBeats((beats) => beats + 1), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
}
