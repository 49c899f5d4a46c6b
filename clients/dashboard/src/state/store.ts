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

/** A store of one of a few words that this browser remembers; one without storage forgets it with the page. */
export const remembered = <T extends string>(name: string, initial: T, allowed: readonly T[]): Store<T> =>
  keep(name, initial, (before): before is T => (allowed as readonly string[]).includes(before));

/** A store of any text that this browser remembers. */
export const recalled = (name: string): Store<string> => keep(name, "", (_): _ is string => true);

function keep<T extends string>(name: string, initial: T, isAllowed: (before: string) => before is T): Store<T> {
  const store = new Store<T>(initial);
  try {
    const before = localStorage.getItem(name);
    if (before !== null && isAllowed(before)) store.value = before;
    store.subscribe((value) => localStorage.setItem(name, value));
  } catch {
    // Storage is off in this browser.
  }
  return store;
}
