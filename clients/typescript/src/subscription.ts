import { create } from "@bufbuild/protobuf";
import type { Client } from "@connectrpc/connect";
import { BackOff } from "./backoff.js";
import { CallCenterError } from "./errors.js";
import type { Selector } from "./generated/callcenter/v1/kpi_pb.js";
import {
  type KpiService,
  SubscribeMode,
  type SubscribeRequest,
  SubscribeRequestSchema,
  type SubscribeResponse,
} from "./generated/callcenter/v1/kpi_service_pb.js";
import type { WatchOptions } from "./options.js";
import { PartAssembler } from "./parts.js";
import { Silence } from "./silence.js";
import { durationOf } from "./times.js";

/** One subscription of a stream. */
export interface Asked {
  readonly selector: Selector;
  readonly minInterval: number | undefined;
  readonly isPeriodic: boolean;
}

/** What a stream has to say: a message, or that a subscription was silent for too long or its stream is broken. */
export type Heard = { readonly index: number; readonly message?: SubscribeResponse };

const none = new Uint8Array();

/** The messages of several selectors on one stream after another: after a disconnection each goes on from its last token. */
export class Subscription {
  readonly #client: Client<typeof KpiService>;
  readonly #asked: readonly Asked[];
  readonly #options: WatchOptions;
  readonly #backOff: BackOff;
  readonly #silence: Silence;
  readonly #tokens: Uint8Array[];
  #isForgotten = false;

  constructor(client: Client<typeof KpiService>, asked: readonly Asked[], options: WatchOptions) {
    this.#client = client;
    this.#asked = asked;
    this.#options = options;
    this.#backOff = new BackOff(options.backOffMin ?? 100, options.backOffMax ?? 30_000, options.random ?? Math.random);
    this.#silence = new Silence(
      asked.map((one) => one.minInterval),
      options,
    );
    this.#tokens = asked.map(() => none);
  }

  /** Gives up the current stream and asks for a snapshot: the messages do not fit together. */
  forget(index: number): void {
    this.#tokens[index] = none;
    this.#isForgotten = true;
  }

  async *read(): AsyncGenerator<Heard, void> {
    for (;;) {
      const stream = new AbortController();
      const end = () => stream.abort(this.#options.signal?.reason);
      this.#options.signal?.throwIfAborted();
      this.#options.signal?.addEventListener("abort", end);
      let failure: CallCenterError;
      try {
        yield* this.#readOne(stream);
        failure = broken(this.#isForgotten ? "The server's messages do not fit together." : "The server ended the stream.");
      } catch (error) {
        this.#options.signal?.throwIfAborted();
        failure = CallCenterError.from(error);
        if (!failure.retryable) throw failure;
      } finally {
        this.#options.signal?.removeEventListener("abort", end);
        stream.abort();
      }
      // Asked for by the server and no break: the values stay fresh meanwhile.
      if (failure.reason !== "RECONNECT_DUE") yield* this.#asked.map((_, index) => ({ index }));
      this.#options.onDisconnected?.(failure);
      await pause(this.#backOff.next(failure.retryDelay), this.#options.signal);
    }
  }

  async *#readOne(stream: AbortController): AsyncGenerator<Heard, void> {
    const parts = this.#asked.map(() => new PartAssembler());
    const messages = this.#client.subscribe(this.#request(), { signal: stream.signal })[Symbol.asyncIterator]();
    this.#silence.begin();
    for (;;) {
      const reading = messages.next();
      // The read may also fail while a yield below is not taken on.
      reading.catch(() => {});
      let read: IteratorResult<SubscribeResponse> | undefined;
      while (!(read = await within(reading, this.#silence.wait()))) {
        for (const index of this.#silence.newlyStale()) yield { index };
        if (this.#silence.isDead()) throw broken("The stream was silent for too long.");
      }
      if (read.done) return;
      const part = read.value;
      this.#backOff.reset();
      this.#silence.heard(part);
      const message = parts[part.subscription]?.add(part);
      if (!message) continue;
      this.#tokens[part.subscription] = message.resumeToken;
      yield { index: part.subscription, message };
      if (this.#isForgotten) return;
    }
  }

  #request(): SubscribeRequest {
    this.#isForgotten = false;
    const [first, ...more] = this.#asked.map((one, index) =>
      create(SubscribeRequestSchema, {
        selector: one.selector,
        resumeToken: this.#tokens[index] ?? none,
        mode: one.isPeriodic ? SubscribeMode.PERIODIC : SubscribeMode.UNSPECIFIED,
        ...(one.minInterval === undefined ? {} : { minInterval: durationOf(one.minInterval) }),
      }),
    );
    return Object.assign(first as SubscribeRequest, { more });
  }
}

/** A stream that ended or does not fit, which is to be opened anew. */
export const broken = (message: string): CallCenterError => new CallCenterError(message, { reason: "", retryable: true });

/** The outcome of a promise; undefined when it takes longer than this many milliseconds. */
export function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => done(undefined), milliseconds);
    promise.then(done, fail).finally(() => clearTimeout(timer));
  });
}

/** Waits, unless the signal ends it. */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done, fail) => {
    const stop = () => {
      clearTimeout(timer);
      fail(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      done();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
