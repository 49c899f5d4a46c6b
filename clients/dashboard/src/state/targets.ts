import { type KpiValue, momentOf, type Target, TargetDirection, TargetStatus } from "@callcentergrpc/client";
import { type Level, usualPromises } from "./limits.js";
import type { ShownRow } from "./live.js";

/** What a number is judged by, and how it does. */
export interface Judgement {
  readonly level: Level;
  /** In the unit of KpiValue.number; of a moment the seconds since then. */
  readonly limit: number;
  readonly isAtLeast: boolean;
  /** How much better than the limit it is; below 0: how much worse. Undefined without a number. */
  readonly room: number | undefined;
  /** Whether it is a usual promise of contact centres, and no target of the tenant's. */
  readonly isUsual: boolean;
}

const levels: Readonly<Record<TargetStatus, Level>> = {
  [TargetStatus.UNSPECIFIED]: "none",
  [TargetStatus.MET]: "ok",
  [TargetStatus.AT_RISK]: "watch",
  [TargetStatus.UNMET]: "act",
  [TargetStatus.NO_DATA]: "none",
};

export const levelOf = (status: TargetStatus): Level => levels[status] ?? "none";

/** How far a value is on the right side of a limit. */
export const roomOf = (number: number, limit: number, isAtLeast: boolean): number => (isAtLeast ? number - limit : limit - number);

/** A value in the unit of limits: of a moment its age in seconds at a moment (milliseconds). */
export const measured = ({ value, number }: KpiValue, now: number): number | undefined =>
  value.case === "time" ? (now - momentOf(value.value)) / 1000 : number;

/**
 * How a value of a row does against the target that is about it: by the server's word, and of a moment by its age now. Tenants without
 * any target have the usual promises. Undefined: nothing judges it.
 */
export function judge(
  targets: readonly Target[] | undefined,
  { board, row, selector }: ShownRow,
  at: string,
  now: number,
): Judgement | undefined {
  if (!targets || !board || !row) return undefined;
  const value = row.value(at);
  const number = measured(value, now);
  if (targets.length === 0) return usual(at, number);
  const named = board.columns.find((one) => one.spec === at)?.targets ?? [];
  const target = value.targetStatus
    ? targets.find((one) => named.includes(one.name) && isOf(one, selector.groupBy ?? [], row.labels))
    : undefined;
  if (!target) return undefined;
  const { limit, warningLevel } = target;
  const isAtLeast = target.direction === TargetDirection.AT_LEAST;
  const room = number === undefined ? undefined : roomOf(number, limit, isAtLeast);
  const isAging = value.value.case === "time" && value.targetStatus !== TargetStatus.NO_DATA && number !== undefined;
  const level = isAging ? side(number, limit, warningLevel, isAtLeast) : levelOf(value.targetStatus);
  return { level, limit, isAtLeast, room, isUsual: false };
}

function usual(at: string, number: number | undefined): Judgement | undefined {
  const promise = Object.hasOwn(usualPromises, at) ? usualPromises[at] : undefined;
  if (!promise) return undefined;
  const { limit, acts, isAtLeast } = promise;
  const room = number === undefined ? undefined : roomOf(number, limit, isAtLeast);
  const level = number === undefined ? "none" : roomOf(number, acts, isAtLeast) < 0 ? "act" : (room ?? 0) < 0 ? "watch" : "ok";
  return { level, limit, isAtLeast, room, isUsual: true };
}

function side(number: number, limit: number, warning: number | undefined, isAtLeast: boolean): Level {
  if (roomOf(number, limit, isAtLeast) < 0) return "act";
  return warning !== undefined && roomOf(number, warning, isAtLeast) < 0 ? "watch" : "ok";
}

/** Whether a target is about a group: what it filters by and is grouped by has one of the target's values. */
const isOf = (target: Target, groupBy: readonly string[], labels: readonly string[]): boolean =>
  target.where.every(({ dimension, values }) => {
    const label = labels[groupBy.indexOf(dimension)];
    return label === undefined || values.includes(label);
  });
