import { useEffect } from "preact/hooks";
import type { Session } from "./session.js";
import { Store, useStore } from "./store.js";

/** What reading takes of the time, at most: a long list is read less often than its interval says. */
const shareOfReading = 0.02;

/** A list that is read as long as some part of the page shows it, once for all of them. */
class SharedList<T> {
  readonly store: Store<T>;
  readonly #read: () => Promise<T>;
  readonly #interval: number;
  readonly #stops = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isReading = false;

  constructor(read: () => Promise<T>, initial: T, interval: number) {
    this.store = new Store(initial);
    this.#read = read;
    this.#interval = interval;
  }

  /** Has it read until the returned function is called. */
  show(): () => void {
    const stop = () => {
      this.#stops.delete(stop);
      if (this.#stops.size === 0) clearTimeout(this.#timer);
    };
    this.#stops.add(stop);
    if (this.#stops.size === 1) void this.#next();
    return stop;
  }

  async #next(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    const start = performance.now();
    // What cannot be read now is shown as it was; the stream says that the server is away.
    await this.#read().then(
      (found) => (this.store.value = found),
      () => {},
    );
    this.#isReading = false;
    if (this.#stops.size === 0) return;
    this.#timer = setTimeout(() => void this.#next(), Math.max(this.#interval, (performance.now() - start) / shareOfReading));
  }
}

const lists = new WeakMap<Session, Map<string, SharedList<unknown>>>();

/** A list of names and reasons, which streams do not carry, read at once and again after each interval (milliseconds). */
export function useList<T>(session: Session, name: string, read: () => Promise<T>, initial: T, interval: number): T {
  const named = lists.get(session) ?? new Map<string, SharedList<unknown>>();
  lists.set(session, named);
  const list = (named.get(name) ?? new SharedList(read, initial, interval)) as SharedList<T>;
  named.set(name, list as SharedList<unknown>);
  useEffect(() => list.show(), [list]);
  return useStore(list.store);
}
