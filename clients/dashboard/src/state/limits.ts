import { type GetSettingsResponse, millisecondsOf } from "@callcentergrpc/client";

/** How bad a number is. None: there is no number. */
export type Level = "act" | "watch" | "ok" | "none";

export const levels: readonly Level[] = ["act", "watch", "ok", "none"];

/** The usual promises of contact centres, for servers that have no targets of their own. */
export const serviceLevelTarget = 0.8;
export const abandonmentTarget = 0.05;

/** Where a missed promise calls for action. */
const serviceLevelActs = 0.7;
const abandonmentActs = 0.1;

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

export function serviceLevelLevel(share: number | undefined): Level {
  if (share === undefined) return "none";
  return share < serviceLevelActs ? "act" : share < serviceLevelTarget ? "watch" : "ok";
}

export function abandonmentLevel(share: number | undefined): Level {
  if (share === undefined) return "none";
  return share > abandonmentActs ? "act" : share > abandonmentTarget ? "watch" : "ok";
}

/** The worst of several. */
export const worst = (...found: readonly Level[]): Level => levels.find((level) => found.includes(level)) ?? "none";

/** What the order of queues depends on. */
export interface Pressure {
  readonly wait: number | undefined;
  readonly limit: number | undefined;
  readonly serviceLevel: number | undefined;
  readonly waiting: number;
  readonly available: number;
}

/** How near a queue is to breaking its promise: 1 is at the limit. */
export const pressureScore = ({ wait, limit, serviceLevel, waiting, available }: Pressure): number =>
  Math.max(
    wait === undefined || !limit ? 0 : wait / limit,
    serviceLevel === undefined ? 0 : (serviceLevelTarget - serviceLevel) / serviceLevelTarget,
    waiting / Math.max(1, available) / 4,
  );
