import { type GetSettingsResponse, millisecondsOf } from "@callcentergrpc/client";

/** How bad a number is. None: there is no number. */
export type Level = "act" | "watch" | "ok" | "none";

export const levels: readonly Level[] = ["act", "watch", "ok", "none"];

/** A usual promise of contact centres, and where a missed one calls for action. */
export interface Promised {
  readonly limit: number;
  readonly acts: number;
  readonly isAtLeast: boolean;
}

/** For tenants without any target of their own. */
export const usualPromises: Readonly<Record<string, Promised>> = {
  service_level: { limit: 0.8, acts: 0.7, isAtLeast: true },
  abandonment_rate: { limit: 0.05, acts: 0.1, isAtLeast: false },
};

/** Share of a limit from which on it is in sight. */
const inSight = 0.75;

/** The wait in milliseconds after which a queue breaks its promise; undefined when nothing is set. Queues go before channels. */
export function waitLimit(settings: GetSettingsResponse, queue: string, channels: readonly string[]): number | undefined {
  const own = settings.queues.find((one) => one.queue === queue)?.limits;
  const ofChannels = channels.flatMap((name) => settings.channels.find((one) => one.channel === name)?.limits ?? []);
  const limit = [own, ...ofChannels, settings.limits].find((limits) => limits?.serviceLevelThreshold)?.serviceLevelThreshold;
  return limit && millisecondsOf(limit);
}

export function waitLevel(wait: number | undefined, limit: number | undefined): Level {
  if (wait === undefined || limit === undefined) return wait === undefined ? "none" : "ok";
  return wait >= limit ? "act" : wait >= inSight * limit ? "watch" : "ok";
}

/** The worst of several. */
export const worst = (...found: readonly Level[]): Level => levels.find((level) => found.includes(level)) ?? "none";

/** What the order of queues depends on. */
export interface Pressure {
  readonly wait: number | undefined;
  readonly limit: number | undefined;
  /** How far each judged number is on the wrong side of its limit, as a share of it. */
  readonly shortfalls: readonly number[];
  readonly waiting: number;
  readonly available: number;
}

/** How near a queue is to breaking its promise: 1 is at the limit. */
export const pressureScore = ({ wait, limit, shortfalls, waiting, available }: Pressure): number =>
  Math.max(wait === undefined || !limit ? 0 : wait / limit, ...shortfalls, waiting / Math.max(1, available) / 4);
