import { type Board, type IntervalLength, type SelectorInit, timeOf } from "@callcentergrpc/client";
import { useEffect, useState } from "preact/hooks";
import { serverNow } from "./clock.js";
import type { Session } from "./session.js";

/** One interval of the clock with its values; the last one is so far. */
export interface Interval {
  readonly start: number;
  readonly end: number;
  readonly board: Board;
  /** A selector with the values of this interval alone. */
  readonly selector: SelectorInit;
}

const refreshEvery = 30_000;
const day = 86_400_000;

/**
 * The values of a selector in the last intervals of the clock, up to the one that runs now, oldest first; or in the same intervals some
 * days before.
 * Undefined before the first answer, and for a count of 0.
 */
export function useIntervals(
  session: Session,
  selector: Omit<SelectorInit, "window">,
  interval: IntervalLength,
  count: number,
  daysBefore = 0,
): readonly Interval[] | undefined {
  const [shown, show] = useState<readonly Interval[]>();
  const key = JSON.stringify([selector, interval, count, daysBefore]);
  useEffect(() => {
    const stop = new AbortController();
    const length = timeOf(interval) ?? 0;
    const read = async () => {
      const now = serverNow() - daysBefore * day;
      const request = { selector, interval, start: now - (count - 1) * length, end: now + 1 };
      const boards = await session.client.series(request, { signal: stop.signal });
      if (!stop.signal.aborted) show(boards.map((board) => intervalOf(board, selector)));
    };
    // What cannot be read now is shown as it was; the stream says that the server is away.
    const again = () => void read().catch(() => {});
    show(undefined);
    if (count === 0) return undefined;
    again();
    const timer = setInterval(again, refreshEvery);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [session, key]);
  return shown;
}

function intervalOf(board: Board, selector: Omit<SelectorInit, "window">): Interval {
  const [start, end] = [board.windowStart ?? 0, board.windowEnd ?? 0];
  const text = (moment: number) => new Date(moment).toISOString();
  return { start, end, board, selector: { ...selector, window: `${text(start)}..${end > board.asOf ? "" : text(end)}` } };
}
