import type { SubscribeResponse } from "./generated/callcenter/v1/kpi_service_pb.js";
import type { WatchOptions } from "./options.js";
import { millisecondsOf } from "./times.js";

const staleAfterByDefault = 12_000;
const silenceMaxByDefault = 30_000;

/** How long each subscription of a stream has been silent, by this machine's clock, which never goes back. */
export class Silence {
  readonly #options: WatchOptions;
  readonly #minIntervals: readonly (number | undefined)[];
  readonly #serversWord: (number | undefined)[];
  readonly #heardAt: number[];
  readonly #isStale: boolean[];

  constructor(minIntervals: readonly (number | undefined)[], options: WatchOptions) {
    this.#options = options;
    this.#minIntervals = minIntervals;
    this.#serversWord = minIntervals.map(() => undefined);
    this.#heardAt = minIntervals.map(() => performance.now());
    this.#isStale = minIntervals.map(() => false);
  }

  /** A stream begins: silence is counted from now on. */
  begin(): void {
    this.#heardAt.fill(performance.now());
    this.#isStale.fill(false);
  }

  heard(message: SubscribeResponse): void {
    const staleAfter = message.pace?.staleAfter;
    if (staleAfter) this.#serversWord[message.subscription] = millisecondsOf(staleAfter);
    this.#heardAt[message.subscription] = performance.now();
    this.#isStale[message.subscription] = false;
  }

  /** Milliseconds until the next subscription becomes stale or dead. */
  wait(): number {
    const limits = this.#heardAt.map((at, i) => at + (this.#isStale[i] ? this.#deadAfter(i) : this.#staleAfter(i)));
    return Math.max(0, Math.min(...limits) - performance.now());
  }

  /** Those that have become stale since this was asked before. */
  newlyStale(): number[] {
    const found = this.#heardAt.flatMap((_, i) => (!this.#isStale[i] && this.#isSilentFor(i, this.#staleAfter(i)) ? [i] : []));
    for (const i of found) this.#isStale[i] = true;
    return found;
  }

  /** Whether the stream is to be opened anew. */
  isDead(): boolean {
    return this.#heardAt.some((_, i) => this.#isSilentFor(i, this.#deadAfter(i)));
  }

  // A timer may fire a little early.
  #isSilentFor(index: number, limit: number): boolean {
    return performance.now() - (this.#heardAt[index] ?? 0) >= limit - 1;
  }

  #staleAfter(index: number): number {
    const said = this.#options.staleAfter ?? this.#serversWord[index] ?? staleAfterByDefault;
    return Math.max(said, 2 * (this.#minIntervals[index] ?? 0));
  }

  #deadAfter(index: number): number {
    return Math.max(this.#options.silenceMax ?? silenceMaxByDefault, this.#staleAfter(index));
  }
}
