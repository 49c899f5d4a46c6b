import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

const watched = new WeakMap<Element, (isOnScreen: boolean) => void>();
const observer = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) watched.get(entry.target)?.(entry.isIntersecting);
  },
  { rootMargin: "100px" },
);

/** Whether an element can be seen, or nearly: what ticks out of sight need not be drawn. */
export function useOnScreen<T extends Element>(): [RefObject<T | null>, boolean] {
  const element = useRef<T>(null);
  const [isOnScreen, show] = useState(true);
  useEffect(() => {
    const found = element.current;
    if (!found) return undefined;
    watched.set(found, show);
    observer.observe(found);
    return () => {
      watched.delete(found);
      observer.unobserve(found);
    };
  }, []);
  return [element, isOnScreen];
}
