import type { Board } from "@callcentergrpc/client";
import { Store, useStore } from "./store.js";

const offsets: number[] = [];
let offset = 0;

/** Learns from a message how far the server's clock is from this machine's: the median of the last nine. */
export function heardServerTime(serverTime: number | undefined): void {
  if (serverTime === undefined) return;
  const isFirst = offsets.length === 0;
  offsets.push(serverTime - Date.now());
  if (offsets.length > 9) offsets.shift();
  offset = [...offsets].sort((a, b) => a - b)[offsets.length >> 1] ?? 0;
  if (isFirst) tick();
}

/** The server's clock now. */
export const serverNow = (): number => Date.now() + offset;

/** Whether the reader has stopped the numbers to read them. */
export const paused = new Store(false);

const clock = new Store(serverNow());
const ages = new Store(clock.value);

function tick(): void {
  clock.value = serverNow();
  if (!paused.value) ages.value = clock.value;
}
setInterval(tick, 1000);

/** Calls a function once a second, before the ages tick, and returns what ends that. */
export const onTick = (call: () => void): (() => void) => clock.subscribe(call);

/** The server's clock, once a second. */
export const useClock = (): number => useStore(clock);

const never = new Store(0);

/** The same for what ticks: it stands still while the page is paused, and where nobody sees it. */
export const useNow = (isSeen = true): number => {
  useStore(isSeen ? ages : never);
  return ages.value;
};

export const agesNow = (): number => ages.value;

/** The moment up to which a board's ages are known: they stand still while the board is stale. */
export const ageMoment = (board: Board, now: number): number => (board.isStale ? board.asOf : Math.max(now, board.asOf));
