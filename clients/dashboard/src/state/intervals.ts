import type { Board, SelectorInit } from "@callcentergrpc/client";
import { useEffect, useState } from "preact/hooks";
import { serverNow } from "./clock.js";
import type { Session } from "./session.js";

/** One interval of the clock with its values; the last one is so far. */
export interface Interval {
  readonly start: number;
  readonly board: Board;
  readonly selector: SelectorInit;
}

const refreshEvery = 30_000;

/** The values of a selector in the last intervals of the clock, oldest first. Lengths in milliseconds. */
export function useIntervals(session: Session, selector: SelectorInit, length: number, count: number): readonly Interval[] {
  const [shown, show] = useState<readonly Interval[]>([]);
  const key = JSON.stringify([selector, length, count]);
  useEffect(() => {
    const stop = new AbortController();
    const past = new Map<number, Board>();
    const read = async () => {
      const current = Math.floor(serverNow() / length) * length;
      const starts = Array.from({ length: count }, (_, i) => current - (count - 1 - i) * length);
      const intervals = await Promise.all(
        starts.map(async (start) => {
          const window = `${new Date(start).toISOString()}..${start === current ? "" : new Date(start + length).toISOString()}`;
          const own = { ...selector, window };
          const board = past.get(start) ?? (await session.client.snapshot(own, { signal: stop.signal }));
          // Late events may still come to the interval that has just ended.
          if (start < current - length) past.set(start, board);
          return { start, board, selector: own };
        }),
      );
      if (!stop.signal.aborted) show(intervals);
    };
    // What cannot be read now is shown as it was; the stream says that the server is away.
    const again = () => void read().catch(() => {});
    show([]);
    again();
    const timer = setInterval(again, refreshEvery);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [session, key]);
  return shown;
}
