import { clockText } from "@callcentergrpc/client";
import { language } from "../state/look.js";

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = language.value === "en" ? "en-GB" : "zh-CN";
  const key = JSON.stringify([locale, zone, options]);
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(locale, { ...options, ...(zone && { timeZone: zone }) })));
  return format;
}

/** A moment as a time of day, such as 14:32:07, in a zone. */
export const timeOfDay = (moment: number, zone: string): string =>
  formatOf(zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(moment);

/** As 14:32. */
export const minuteOfDay = (moment: number, zone: string): string =>
  formatOf(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(moment);

/** A moment with its day, where that is not today. */
export function dayAndTime(moment: number, zone: string, now: number): string {
  const day = formatOf(zone, { year: "numeric", month: "short", day: "numeric" });
  const time = timeOfDay(moment, zone);
  return day.format(moment) === day.format(now) ? time : `${formatOf(zone, { month: "short", day: "numeric" }).format(moment)} ${time}`;
}

const units = [
  ["s", "秒", 1000],
  ["min", "分钟", 60_000],
  ["h", "小时", 3_600_000],
] as const;

/** A length of time in words, such as "20 s", "1 min" or "1:30". */
export function lengthText(milliseconds: number): string {
  const name = ([en, zh]: readonly [string, string, number]) => (language.value === "en" ? en : zh);
  if (milliseconds < 60_000) return `${Math.round(milliseconds / 100) / 10} ${name(units[0])}`;
  const whole = [...units].reverse().find(([, , length]) => milliseconds % length === 0);
  return whole ? `${milliseconds / whole[2]} ${name(whole)}` : clockText(milliseconds);
}

/** A count with separators, as readers of the language write it. */
export const countText = (count: number): string => (language.value === "en" ? counts.en : counts.zh).format(count);

const counts = { en: new Intl.NumberFormat("en-GB"), zh: new Intl.NumberFormat("zh-CN") };

/** A share of 0 to 1 as a percentage, with a decimal where it needs one. */
export const percentText = (share: number): string => `${Math.round(1000 * share) / 10}%`;
