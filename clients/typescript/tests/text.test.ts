import { create } from "@bufbuild/protobuf";
import { Comparison, kpiText, KpiValueSchema, parseKpi, parseWindow, textOf } from "@callcentergrpc/client";
import { toJson } from "@bufbuild/protobuf";
import { WindowSchema } from "@callcentergrpc/client";
import { expect, it } from "vitest";
import { BackOff } from "../src/backoff.js";
import { compareLabels } from "../src/merger.js";

const length = (seconds: number, nanos = 0) => ({ seconds: BigInt(seconds), nanos });

// The examples of "To show a value" in protos/README.md and of the server's own test of it.
it.each([
  [{ case: "count", value: 1234n }, "1234"],
  [{ case: "ratio", value: { numerator: 4n, denominator: 5n } }, "80.0%"],
  [{ case: "ratio", value: { numerator: 5n, denominator: 6n } }, "83.3%"],
  [{ case: "ratio", value: { numerator: 0n, denominator: 6n } }, "0.0%"],
  [{ case: "duration", value: length(65) }, "1:05"],
  [{ case: "duration", value: length(59, 500_000_000) }, "1:00"],
  [{ case: "duration", value: length(3599, 600_000_000) }, "1:00:00"],
  [{ case: "mean", value: { total: length(100), count: 3n } }, "0:33"],
  [{ case: "time", value: length(940) }, "1:00"],
  [{ case: "time", value: length(2000) }, "0:00"],
  [{ case: "score", value: { total: 13, count: 3n } }, "4.3"],
  [{ case: "rate", value: { count: 3n, time: length(1800) } }, "6.00"],
  [{ case: undefined }, "–"],
] as const)("shows %o as %s", (value, text) => {
  expect(textOf(create(KpiValueSchema, { value }), 1_000_000)).toBe(text);
});

it.each([
  ["30m", { sliding: "1800s" }],
  ["1h30m", { sliding: "5400s" }],
  ["today", { period: { unit: "PERIOD_UNIT_DAY", position: "INTERVAL_POSITION_CURRENT" } }],
  [
    "yesterday@Europe/London",
    {
      period: { unit: "PERIOD_UNIT_DAY", position: "INTERVAL_POSITION_PREVIOUS", timeZone: "Europe/London" },
    },
  ],
  ["interval:30m:previous", { interval: { length: "1800s", position: "INTERVAL_POSITION_PREVIOUS" } }],
  ["2026-11-29T08:00Z..2026-11-29T12:00+01:00", { range: { startTime: "2026-11-29T08:00:00Z", endTime: "2026-11-29T11:00:00Z" } }],
  ["2026-11-29T08:00Z..", { range: { startTime: "2026-11-29T08:00:00Z" } }],
  ["last:100", { lastContacts: 100 }],
  ["since-login", { sinceLogin: {} }],
  [
    "today,hours=support/peak",
    {
      period: { unit: "PERIOD_UNIT_DAY", position: "INTERVAL_POSITION_CURRENT" },
      hours: { calendar: "support", band: "peak" },
    },
  ],
])("reads the window %s", (text, message) => {
  expect(toJson(WindowSchema, parseWindow(text))).toEqual(message);
});

it.each([
  "",
  "soon",
  "30",
  "-5m",
  "0s",
  "30m@UTC",
  "today@",
  "today@a@b",
  "interval:30m:next",
  "x..y",
  "last:-1",
  "today,hours=",
  "toString",
  "today,hours=a/",
])("refuses the window '%s'", (text) => {
  expect(() => parseWindow(text)).toThrow(RangeError);
});

const ref = (
  ...[id, variant = "", seconds, quantile, comparison = Comparison.UNSPECIFIED]: [string, string?, number?, number?, Comparison?]
) => ({
  id,
  variant,
  threshold: seconds === undefined ? undefined : { seconds: BigInt(Math.floor(seconds)), nanos: Math.round((seconds % 1) * 1e9) },
  quantile,
  comparison,
});

it.each([
  ["contacts_waiting", ref("contacts_waiting")],
  ["service_level.answered_only@20s", ref("service_level", "answered_only", 20)],
  ["service_level@1m30s", ref("service_level", "", 90)],
  ["service_level@1s500ms", ref("service_level", "", 1.5)],
  ["talk_time.with_hold:p99.9", ref("talk_time", "with_hold", undefined, 0.999)],
  ["talk_time:max", ref("talk_time", "", undefined, 1)],
  ["contacts_offered~previous", ref("contacts_offered", "", undefined, undefined, Comparison.PREVIOUS)],
  ["talk_time:min~day", ref("talk_time", "", undefined, 0, Comparison.DAY_BEFORE)],
  ["service_level.answered_only@20s~week", ref("service_level", "answered_only", 20, undefined, Comparison.WEEK_BEFORE)],
])("reads the KPI %s, and writes it", (text, parts) => {
  const kpi = parseKpi(text);
  expect(kpi).toMatchObject(Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)));
  expect(kpiText(kpi)).toBe(text);
});

it.each(["", ".x", "a.", "a.b.c", "a@", "a@20", "a@20s@3s", "a:p101", "a:95", "a:p5:p6", "a~", "a~month", "a~day~week", "a~toString"])(
  "refuses the KPI '%s'",
  (text) => {
    expect(() => parseKpi(text)).toThrow(RangeError);
  },
);

it("orders labels by the bytes of UTF-8", () => {
  const ordered = [["a"], ["a", "a"], ["b"], ["é"], ["中"], ["\u{ffee}"], ["😀"]];
  expect([...ordered].reverse().sort(compareLabels)).toEqual(ordered);
});

it("draws waits from 0 to a ceiling that doubles with each failure", () => {
  const backOff = new BackOff(100, 1000, () => 1);
  expect([1, 2, 3, 4, 5].map(() => backOff.next())).toEqual([100, 200, 400, 800, 1000]);
  backOff.reset();
  expect([backOff.next(50), backOff.next(5000)]).toEqual([150, 1200]);
  expect(new BackOff(100, 1000, () => 0).next()).toBe(0);
});
