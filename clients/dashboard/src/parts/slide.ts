import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * Lets the rows of a table body slide to their new places when their order changes, so that the eye can follow; rows have a data-key.
 * Places are measured only then, since that makes the browser lay out the page.
 */
export function useSlide(order: string) {
  const body = useRef<HTMLTableSectionElement>(null);
  const places = useRef(new Map<string, number>());
  useLayoutEffect(() => {
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const next = new Map<string, number>();
    for (const row of body.current?.rows ?? []) {
      const key = row.dataset["key"] ?? "";
      next.set(key, row.offsetTop);
      const before = places.current.get(key);
      if (!isStill && before !== undefined && before !== row.offsetTop)
        row.animate([{ transform: `translateY(${before - row.offsetTop}px)` }, { transform: "none" }], {
          duration: 200,
          easing: "ease-out",
        });
    }
    places.current = next;
  }, [order]);
  return body;
}
