import { useEffect, useState } from "preact/hooks";

/** A value that components follow. */
export class Store<T> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set value(value: T) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener(value);
  }

  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** A store's value in a component, which is drawn again when it changes. */
export function useStore<T>(store: Store<T>): T {
  const [value, set] = useState(store.value);
  useEffect(() => {
    set(() => store.value);
    return store.subscribe((next) => set(() => next));
  }, [store]);
  return value;
}

/** A store that this browser remembers; one without storage forgets it with the page. */
export function remembered<T extends string>(
  name: string,
  initial: T,
  allowed: readonly T[],
  storage = "localStorage" as const,
): Store<T> {
  const store = new Store<T>(initial);
  try {
    const before = window[storage].getItem(name) as T | null;
    if (before !== null && allowed.includes(before)) store.value = before;
    store.subscribe((value) => window[storage].setItem(name, value));
  } catch {
    // Storage is off in this browser.
  }
  return store;
}
