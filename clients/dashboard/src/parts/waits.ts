import { type Board, millisecondsOf, momentOf, type Row, type SelectorInit } from "@callcentergrpc/client";
import { ageMoment, useNow } from "../state/clock.js";
import { useQueues } from "../state/directory.js";
import { type Level, waitLevel, waitLimit } from "../state/limits.js";
import type { ShownRow } from "../state/live.js";
import { useJudge, useSession } from "./shown.js";

/** The longest wait of a queue against its limit: that of a target, or the threshold of the queue. Lengths in milliseconds. */
export interface QueueWait {
  readonly queue: string;
  readonly row: Row;
  readonly wait: number | undefined;
  readonly limit: number | undefined;
  readonly level: Level;
  /** How much of the limit is used. */
  readonly share: number;
}

/** Judges the waits of rows by queue, as of now. */
export function useWaits(): (shown: ShownRow & { readonly row: Row }) => QueueWait {
  const { settings } = useSession();
  const directory = useQueues(useSession());
  const judge = useJudge();
  const now = useNow();
  return ({ board, row, selector }) => {
    const queue = row.labels[0] ?? "";
    const { value } = row.value("longest_wait");
    const wait = value.case === "time" && board ? ageMoment(board, now) - momentOf(value.value) : undefined;
    const judged = judge({ board, row, selector }, "longest_wait");
    const limit = judged ? 1000 * judged.limit : waitLimit(settings, queue, directory.get(queue)?.channels ?? []);
    const level = judged && judged.level !== "none" ? judged.level : waitLevel(wait, limit);
    return { queue, row, wait, limit, level, share: limit && wait ? wait / limit : 0 };
  };
}

/** The queue whose longest wait is nearest to, or furthest over, its limit; undefined while nobody waits. */
export function useLongest(board: Board | undefined, selector: SelectorInit): QueueWait | undefined {
  const waitOf = useWaits();
  let longest: QueueWait | undefined;
  for (const row of board?.rows ?? []) {
    const one = waitOf({ board, row, selector });
    if (one.wait !== undefined && (!longest || one.share > longest.share)) longest = one;
  }
  return longest;
}

/** The threshold of queues without their own, in milliseconds. */
export function useThreshold(): number | undefined {
  const threshold = useSession().settings.limits?.serviceLevelThreshold;
  return threshold && millisecondsOf(threshold);
}
