import { useLayoutEffect, useRef } from "preact/hooks";

/** Lets the rows of a table body slide to their new places, so that the eye can follow; rows have a data-key. */
export function useSlide() {
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
  });
  return body;
}
