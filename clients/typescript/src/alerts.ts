import type { Client } from "@connectrpc/connect";
import { BackOff } from "./backoff.js";
import { CallCenterError } from "./errors.js";
import type { Alert, AlertService, WatchAlertsResponse } from "./generated/callcenter/v1/alert_service_pb.js";
import type { WatchOptions } from "./options.js";
import { broken, pause, within } from "./subscription.js";
import { millisecondsOf } from "./times.js";

/** The alerts as of one message. */
export interface AlertsNow {
  /** All that are open, the oldest breach first. */
  readonly open: readonly Alert[];
  /** Those that the message changed; of one that was cleared the last word. Empty in the first message, and of a heartbeat. */
  readonly changed: readonly Alert[];
  /** Whether the stream is broken: these are the newest known, but may be old. */
  readonly isStale: boolean;
}

/** How a watch of alerts behaves. Times in milliseconds. */
export type AlertWatchOptions = Pick<
  WatchOptions,
  "signal" | "silenceMax" | "backOffMin" | "backOffMax" | "onDisconnected" | "random"
> & {
  /** Only alerts of the target of this name. */
  readonly target?: string;
};

const silenceMaxByDefault = 30_000;

/** The open alerts, which go on after a disconnection with the changes since. */
export class AlertStream {
  readonly #client: Client<typeof AlertService>;
  readonly #options: AlertWatchOptions;
  readonly #backOff: BackOff;
  #token = new Uint8Array();
  #open = new Map<string, Alert>();
  #isKnown = false;

  constructor(client: Client<typeof AlertService>, options: AlertWatchOptions) {
    this.#client = client;
    this.#options = options;
    this.#backOff = new BackOff(options.backOffMin ?? 100, options.backOffMax ?? 30_000, options.random ?? Math.random);
  }

  async *read(): AsyncGenerator<AlertsNow, void> {
    const { signal } = this.#options;
    for (;;) {
      const stream = new AbortController();
      const end = () => stream.abort(signal?.reason);
      signal?.throwIfAborted();
      signal?.addEventListener("abort", end);
      let failure: CallCenterError;
      try {
        yield* this.#readOne(stream.signal);
        failure = broken("The server ended the stream.");
      } catch (error) {
        signal?.throwIfAborted();
        failure = CallCenterError.from(error);
        if (!failure.retryable) throw failure;
      } finally {
        signal?.removeEventListener("abort", end);
        stream.abort();
      }
      if (this.#isKnown && failure.reason !== "RECONNECT_DUE") yield this.#now([], true);
      this.#options.onDisconnected?.(failure);
      await pause(this.#backOff.next(failure.retryDelay), signal);
    }
  }

  async *#readOne(signal: AbortSignal): AsyncGenerator<AlertsNow, void> {
    const request = { target: this.#options.target ?? "", resumeToken: this.#token };
    const messages = this.#client.watchAlerts(request, { signal })[Symbol.asyncIterator]();
    let parts: Alert[] = [];
    let silenceMax = this.#options.silenceMax ?? silenceMaxByDefault;
    for (;;) {
      const reading = messages.next();
      reading.catch(() => {});
      const read = await within(reading, silenceMax);
      if (!read) throw broken("The stream was silent for too long.");
      if (read.done) return;
      const { message, moreFollows, resumeToken, heartbeatInterval } = read.value;
      this.#backOff.reset();
      if (heartbeatInterval) silenceMax = Math.max(silenceMax, 2 * millisecondsOf(heartbeatInterval));
      if (message.case === "open") parts.push(...message.value.alerts);
      if (moreFollows) continue;
      this.#token = Uint8Array.from(resumeToken);
      yield this.#apply(message, parts);
      parts = [];
    }
  }

  #apply(message: WatchAlertsResponse["message"], open: readonly Alert[]): AlertsNow {
    this.#isKnown = true;
    if (message.case === "open") this.#open = new Map(open.map((alert) => [alert.id, alert]));
    const changed = message.case === "changed" ? message.value.alerts : [];
    for (const alert of changed) {
      if (alert.clearTime) this.#open.delete(alert.id);
      else this.#open.set(alert.id, alert);
    }
    return this.#now(changed, false);
  }

  #now = (changed: readonly Alert[], isStale: boolean): AlertsNow => ({ open: [...this.#open.values()], changed, isStale });
}
