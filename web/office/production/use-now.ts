import { useEffect, useState } from "react";

/** Now, in beats: what runs goes on counting while one looks at it. */
export function useNow(milliseconds = 15_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
  return now;
}
