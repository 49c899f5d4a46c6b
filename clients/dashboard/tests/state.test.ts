import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type Board, KpiValueSchema, type Row, TargetDirection, TargetSchema, TargetStatus } from "@callcentergrpc/client";
import { expect, it } from "vitest";
import { placeOf, readLayout, selectorsOf, worstQueue, writeLayout } from "../src/state/layouts.js";
import { judge } from "../src/state/targets.js";
import { pressureScore, waitLevel, worst } from "../src/state/limits.js";
import { choiceOf, idOf, selectorOfChoice } from "../src/state/choice.js";

it("judges waits by their limit, and nothing without one", () => {
  expect([undefined, 0, 14_999, 15_000, 20_000].map((wait) => waitLevel(wait, 20_000))).toEqual(["none", "ok", "ok", "watch", "act"]);
  expect(waitLevel(99_999, undefined)).toBe("ok");
});

const target = (init: object) =>
  create(TargetSchema, { name: "one", limit: 0.9, direction: TargetDirection.AT_LEAST, where: [], ...init } as MessageInitShape<
    typeof TargetSchema
  >);

function shownOf(at: string, value: MessageInitShape<typeof KpiValueSchema>, targets: string[] = [], label = "sales") {
  const filled = create(KpiValueSchema, value);
  const row = { labels: [label], value: () => filled } as unknown as Row;
  const board = { columns: [{ spec: at, targets }] } as unknown as Board;
  return { board, row, selector: { kpis: [at], groupBy: ["queue"] } };
}

it("judges by the usual promises, and says so, while the tenant has no target", () => {
  const level = (at: string, number?: number) => judge([], shownOf(at, number === undefined ? {} : { number }), at, 0)?.level;
  expect([undefined, 1, 0.8, 0.79, 0.7, 0.69].map((n) => level("service_level", n))).toEqual([
    "none",
    "ok",
    "ok",
    "watch",
    "watch",
    "act",
  ]);
  expect([undefined, 0, 0.05, 0.051, 0.1, 0.101].map((n) => level("abandonment_rate", n))).toEqual([
    "none",
    "ok",
    "ok",
    "watch",
    "watch",
    "act",
  ]);
  expect([level("occupancy", 1), level("toString", 1)]).toEqual([undefined, undefined]);
  expect(judge([], shownOf("service_level", { number: 0.9 }), "service_level", 0)?.isUsual).toBe(true);
});

it("judges by the tenant's target alone, by the server's word", () => {
  const met = shownOf("service_level", { number: 0.85, targetStatus: TargetStatus.UNMET }, ["one"]);
  expect(judge([target({})], met, "service_level", 0)).toMatchObject({ level: "act", limit: 0.9, isUsual: false });
  expect(judge([target({})], met, "service_level", 0)?.room).toBeCloseTo(-0.05);
  expect(judge([target({})], shownOf("abandonment_rate", { number: 0.5 }), "abandonment_rate", 0)).toBeUndefined();
  expect(judge(undefined, met, "service_level", 0)).toBeUndefined();
});

it("takes the target of the row's own queue where several are about a column", () => {
  const targets = ["help", "sales"].map((queue, i) =>
    target({ name: queue, limit: 0.5 + i / 10, where: [{ dimension: "queue", values: [queue] }] }),
  );
  const shown = shownOf("service_level", { number: 0.55, targetStatus: TargetStatus.UNMET }, ["help", "sales"]);
  expect(judge(targets, shown, "service_level", 0)?.limit).toBe(0.6);
});

it("lets the age of a moment reach its target between two messages", () => {
  const targets = [target({ limit: 60, warningLevel: 45, direction: TargetDirection.AT_MOST })];
  const shown = shownOf(
    "longest_wait",
    { value: { case: "time", value: { seconds: 100n } }, number: 100, targetStatus: TargetStatus.MET },
    ["one"],
  );
  const levels = [130, 146, 161].map((second) => judge(targets, shown, "longest_wait", 1000 * second)?.level);
  expect(levels).toEqual(["ok", "watch", "act"]);
});

it("finds the worst of several levels", () => {
  expect([worst("ok", "none"), worst("none"), worst("watch", "act", "ok")]).toEqual(["ok", "none", "act"]);
});

it("puts the queue nearest to breaking its promise first", () => {
  const calm = { wait: 5000, limit: 20_000, shortfalls: [-0.1], waiting: 1, available: 4 };
  expect(pressureScore({ ...calm, wait: 40_000 })).toBe(2);
  expect(pressureScore({ ...calm, shortfalls: [-0.1, 0.5] })).toBe(0.5);
  expect(pressureScore({ ...calm, waiting: 8, available: 0 })).toBe(2);
  expect(pressureScore({ ...calm, wait: undefined, shortfalls: [], waiting: 0 })).toBe(0);
});

it("writes a layout as a file that reads as the same, and refuses others", () => {
  const layout = { tiles: [{ kpi: "service_level@20s", queue: "退款", window: "today", isLarge: true }], hasGoals: false };
  expect(readLayout(writeLayout("Floor 2", layout))).toEqual({ name: "Floor 2", layout });
  const wrong = [
    "",
    "[]",
    '{"name":"a"}',
    '{"name":"a","tiles":[]}',
    '{"name":"a","tiles":[{"kpi":"a@b"}]}',
    '{"tiles":[{"kpi":"a"}]}',
  ];
  for (const text of wrong) expect(() => readLayout(text), text).toThrow(RangeError);
});

it("asks for the tiles of a layout with one selector for each window, of everything and of queues", () => {
  const tiles = [
    { kpi: "contacts_waiting", queue: "", window: "30m", isLarge: true },
    { kpi: "service_level", queue: "sales", window: "30m", isLarge: false },
    { kpi: "service_level", queue: "help", window: "30m", isLarge: false },
    { kpi: worstQueue, queue: "", window: "30m", isLarge: false },
    { kpi: "occupancy", queue: "", window: "today", isLarge: false },
  ];
  const selectors = selectorsOf({ tiles, hasGoals: true });
  expect(selectors).toEqual([
    { kpis: ["contacts_waiting", "longest_wait"], window: "30m" },
    { kpis: ["service_level"], window: "30m", groupBy: ["queue"], where: { queue: ["sales", "help"] }, groups: { includeIdle: true } },
    { kpis: ["occupancy"], window: "today" },
  ]);
  expect(tiles.map((tile) => placeOf(selectors, tile))).toEqual([0, 1, 1, 0, 2]);
});

it("reads the choice of the explore page from its address", () => {
  const choice = choiceOf(new URLSearchParams("kpi=service_level@20s,talk_time:p95&by=queue&where=queue=sales,help&window=today"));
  expect(selectorOfChoice(choice)).toEqual({
    kpis: ["service_level@20s", "talk_time:p95"],
    groupBy: ["queue"],
    window: "today",
    where: { queue: ["sales", "help"] },
  });
  expect([idOf("service_level.answered_only@20s"), idOf("talk_time:p95")]).toEqual(["service_level", "talk_time"]);
});
