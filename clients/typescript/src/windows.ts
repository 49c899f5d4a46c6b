import { create } from "@bufbuild/protobuf";
import { DurationSchema, TimestampSchema } from "@bufbuild/protobuf/wkt";
import { IntervalPosition, PeriodUnit, type Window, WindowSchema } from "./generated/callcenter/v1/kpi_pb.js";
import { durationOf } from "./times.js";

const forms =
  "a time such as 30m or 24h; today, yesterday, week, previous-week, month, previous-month, quarter, previous-quarter, " +
  "or one of them with @ZONE such as yesterday@Europe/London; interval:30m, interval:30m:previous, or one of them with @ZONE; " +
  "FROM..TO or FROM.. such as 2026-11-29T08:00Z..2026-11-29T12:00+01:00; last:100; since-login; " +
  "any but the last two with ,hours=CALENDAR or ,hours=CALENDAR/BAND";

const { DAY, WEEK, MONTH, QUARTER } = PeriodUnit;
const { CURRENT, PREVIOUS } = IntervalPosition;

const periods: Readonly<Record<string, { unit: PeriodUnit; position: IntervalPosition }>> = {
  today: { unit: DAY, position: CURRENT },
  yesterday: { unit: DAY, position: PREVIOUS },
  week: { unit: WEEK, position: CURRENT },
  "previous-week": { unit: WEEK, position: PREVIOUS },
  month: { unit: MONTH, position: CURRENT },
  "previous-month": { unit: MONTH, position: PREVIOUS },
  quarter: { unit: QUARTER, position: CURRENT },
  "previous-quarter": { unit: QUARTER, position: PREVIOUS },
};

const time = /^(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6}(?:\.\d{1,3})?)s)?(?:(\d{1,6})ms)?$/;
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * A window written as one word, as at `ccg` and in `?window=`: "30m", "today", "yesterday@Europe/London", "interval:30m:previous",
 * "2026-11-29T08:00Z..2026-11-29T12:00Z", "last:100", "since-login". Throws a RangeError for anything else.
 */
export function parseWindow(text: string): Window {
  const [span = "", hours, ...rest] = text.split(",hours=");
  const found = spanOf(span);
  const [calendar = "", band = "", ...more] = hours?.split("/") ?? [];
  const isWrong = rest.length > 0 || more.length > 0 || (hours !== undefined && (!calendar || hours.endsWith("/")));
  if (!found || isWrong) throw new RangeError(`The window '${text}' cannot be read: write ${forms}.`);
  return create(WindowSchema, { span: found, ...(hours === undefined ? {} : { hours: { calendar, band } }) });
}

type Span = NonNullable<Parameters<typeof create<typeof WindowSchema>>[1]>["span"];

function spanOf(text: string): Span | undefined {
  if (text === "since-login") return { case: "sinceLogin", value: {} };
  if (/^last:\d{1,9}$/.test(text)) return { case: "lastContacts", value: Number(text.slice("last:".length)) };
  if (text.includes("..")) return rangeOf(text);
  const [span = "", timeZone = "", ...rest] = text.split("@");
  if (rest.length > 0 || text.endsWith("@")) return undefined;
  const period = Object.hasOwn(periods, span) ? periods[span] : undefined;
  if (period) return { case: "period", value: { ...period, timeZone } };
  if (span.startsWith("interval:")) return intervalOf(span, timeZone);
  const length = timeOf(span);
  return length === undefined || timeZone ? undefined : { case: "sliding", value: create(DurationSchema, durationOf(length)) };
}

function intervalOf(span: string, timeZone: string): Span | undefined {
  const [, length = "", which, ...rest] = span.split(":");
  const milliseconds = timeOf(length);
  if (milliseconds === undefined || rest.length > 0 || (which !== undefined && which !== "current" && which !== "previous"))
    return undefined;
  const position = which === "previous" ? PREVIOUS : CURRENT;
  return { case: "interval", value: { length: create(DurationSchema, durationOf(milliseconds)), position, timeZone } };
}

function rangeOf(text: string): Span | undefined {
  const [from = "", to = "", ...rest] = text.split("..");
  if (rest.length > 0 || !moment.test(from) || (to !== "" && !moment.test(to))) return undefined;
  return { case: "range", value: { startTime: timestampOf(from), ...(to ? { endTime: timestampOf(to) } : {}) } };
}

const timestampOf = (text: string) => create(TimestampSchema, durationOf(Date.parse(text)));

/** Milliseconds of a length of time such as "20s", "1m30s" or "2d"; undefined when it cannot be read or is not above 0. */
export function timeOf(text: string): number | undefined {
  const match = time.exec(text);
  if (!match) return undefined;
  const [d = 0, h = 0, m = 0, s = 0, ms = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const milliseconds = (((d * 24 + h) * 60 + m) * 60 + s) * 1000 + ms;
  return milliseconds > 0 ? milliseconds : undefined;
}

/** A length of time as one word such as "20s" or "1m30s"; see timeOf. */
export function lengthOf(milliseconds: number): string {
  const parts: string[] = [];
  let rest = Math.round(milliseconds);
  for (const [unit, length] of [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["m", 60_000],
    ["s", 1000],
    ["ms", 1],
  ] as const) {
    const amount = Math.floor(rest / length);
    rest -= amount * length;
    if (amount > 0) parts.push(`${amount}${unit}`);
  }
  return parts.join("") || "0s";
}
