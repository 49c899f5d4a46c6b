/**
 * Exponential back-off with full jitter: after the n-th failure in a row a wait drawn evenly from 0 to min(longest, shortest × 2^n), so
 * that the clients of a restarted server do not come back all at once. All times in milliseconds.
 */
export class BackOff {
  readonly #shortest: number;
  readonly #longest: number;
  readonly #random: () => number;
  #failures = 0;

  constructor(shortest: number, longest: number, random: () => number) {
    this.#shortest = shortest;
    this.#longest = longest;
    this.#random = random;
  }

  /** The wait after one more failure. It comes on top of the delay that the server asks for, so that no client is early. */
  next(askedFor = 0): number {
    const ceiling = Math.min(this.#longest, this.#shortest * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 62);
    return Math.min(askedFor, this.#longest) + ceiling * this.#random();
  }

  /** The next failure counts as the first. */
  reset(): void {
    this.#failures = 0;
  }
}
