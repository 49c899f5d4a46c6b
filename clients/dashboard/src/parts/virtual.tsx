import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

const rowHeight = 36;
const beyond = 8;

/** A table that draws only the rows in sight. Each is 36 px high. */
export function VirtualTable<T>({
  rows,
  head,
  line,
  label,
  columns,
}: {
  rows: readonly T[];
  head: ComponentChildren;
  line: (row: T, index: number) => ComponentChildren;
  label: string;
  columns: number;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const [{ top, height }, see] = useState({ top: 0, height: 800 });
  useEffect(() => {
    const box = frame.current;
    if (!box) return undefined;
    const look = () =>
      see((before) => {
        const next = { top: Math.floor(box.scrollTop / rowHeight), height: box.clientHeight };
        return next.top === before.top && next.height === before.height ? before : next;
      });
    const resized = new ResizeObserver(look);
    resized.observe(box);
    box.addEventListener("scroll", look, { passive: true });
    return () => {
      resized.disconnect();
      box.removeEventListener("scroll", look);
    };
  }, []);
  const first = Math.max(0, Math.min(top, rows.length) - beyond);
  const last = Math.min(rows.length, top + Math.ceil(height / rowHeight) + beyond);
  const gap = (count: number) =>
    count > 0 && (
      <tr class="gap" aria-hidden="true">
        <td colSpan={columns} style={{ height: `${count * rowHeight}px` }} />
      </tr>
    );
  return (
    <div ref={frame} class="scroll tall" tabIndex={0} role="region" aria-label={label}>
      <table aria-rowcount={rows.length + 1}>
        <thead>{head}</thead>
        <tbody>
          {gap(first)}
          {rows.slice(first, last).map((row, i) => line(row, first + i))}
          {gap(rows.length - last)}
        </tbody>
      </table>
    </div>
  );
}

/** A heading that sorts by its column. */
export function SortHead({
  name,
  id,
  sort,
  by,
  left,
  say,
}: {
  name: string;
  id: string;
  sort: { id: string; isDown: boolean };
  by: (id: string) => void;
  left?: boolean;
  say: string;
}) {
  const isChosen = sort.id === id;
  return (
    <th scope="col" class={left ? "left" : ""} aria-sort={isChosen ? (sort.isDown ? "descending" : "ascending") : "none"}>
      <button type="button" class="sort" onClick={() => by(id)} title={say}>
        {name}
        {isChosen ? (sort.isDown ? " ▾" : " ▴") : ""}
      </button>
    </th>
  );
}
