import type { Transport } from "@connectrpc/connect";
import type { CallCenterError } from "./errors.js";

/** How to reach a server. */
export interface ConnectOptions {
  /** What the server asks for: a key or token, or a function that gives the present one before each call. Default: nothing. */
  readonly key?: string | (() => string | Promise<string>);
  /** A transport of Connect that you made yourself, such as one with an authority of your own; the key is then yours to send. */
  readonly transport?: Transport;
}

/** How a watch behaves. All times in milliseconds. */
export interface WatchOptions {
  /** Ends the watch: the loop over it throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** The shortest time between two boards, 50 to 60,000. Default: the server's, 1000. */
  readonly minInterval?: number;
  /** Whether boards come at each minInterval, changed or not. Default: when values have changed. */
  readonly periodic?: boolean;
  /** Silence after which a board is stale. Default: the server's word; never less than twice minInterval. */
  readonly staleAfter?: number;
  /** Silence after which the stream counts as dead and is opened anew. Default 30,000. */
  readonly silenceMax?: number;
  /** Ceiling of the first wait before reconnecting; it doubles with every failure in a row. Default 100. */
  readonly backOffMin?: number;
  /** Ceiling of all waits before reconnecting. Default 30,000. */
  readonly backOffMax?: number;
  /** Called when the stream has broken, before the next attempt. */
  readonly onDisconnected?: (failure: CallCenterError) => void;
  /** Draws the jitter of waits, from 0 to 1. Default: Math.random. */
  readonly random?: () => number;
}
