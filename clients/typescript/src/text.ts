import type { KpiValue } from "./generated/callcenter/v1/kpi_pb.js";
import { millisecondsOf, momentOf } from "./times.js";

/** No value, which is not zero. */
export const noValue = "–";

/** A value as people read it, such as "83.3%", "1:05" or "–"; a moment as its age at asOf (milliseconds since 1970). */
export function textOf({ value }: KpiValue, asOf: number): string {
  switch (value.case) {
    case "count":
      return String(value.value);
    case "duration":
      return clockText(millisecondsOf(value.value));
    case "ratio":
      return `${fixed((100 * Number(value.value.numerator)) / Number(value.value.denominator), 1)}%`;
    case "rate":
      return value.value.time ? fixed((3.6e6 * Number(value.value.count)) / millisecondsOf(value.value.time), 2) : noValue;
    case "mean":
      return value.value.total ? clockText(millisecondsOf(value.value.total) / Number(value.value.count)) : noValue;
    case "time":
      return clockText(asOf - momentOf(value.value));
    case "score":
      return fixed(value.value.total / Number(value.value.count), 1);
    default:
      return noValue;
  }
}

/** A length of time in milliseconds as m:ss, from an hour on as h:mm:ss. */
export function clockText(milliseconds: number): string {
  // A moment in the future, from a wrong clock, reads as now.
  const seconds = Math.round(Math.max(0, milliseconds) / 1000);
  const two = (number: number) => String(number).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60), seconds % 60];
  return h === 0 ? `${m}:${two(s)}` : `${h}:${two(m % 60)}:${two(s)}`;
}

// As .NET rounds: halves of what is exactly a half go away from zero, and so does toFixed for positive numbers.
const fixed = (number: number, digits: number): string => (number < 0 ? `-${(-number).toFixed(digits)}` : number.toFixed(digits));
