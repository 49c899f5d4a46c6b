import { expect, it } from "vitest";
import { abandonmentLevel, pressureScore, serviceLevelLevel, waitLevel, worst } from "../src/state/limits.js";
import { choiceOf, idOf, selectorOfChoice } from "../src/state/choice.js";

it("judges waits by their limit, and nothing without one", () => {
  expect([undefined, 0, 14_999, 15_000, 20_000].map((wait) => waitLevel(wait, 20_000))).toEqual(["none", "ok", "ok", "watch", "act"]);
  expect(waitLevel(99_999, undefined)).toBe("ok");
});

it("judges shares by their targets, and no share as none", () => {
  expect([undefined, 1, 0.8, 0.79, 0.7, 0.69].map(serviceLevelLevel)).toEqual(["none", "ok", "ok", "watch", "watch", "act"]);
  expect([undefined, 0, 0.05, 0.051, 0.1, 0.101].map(abandonmentLevel)).toEqual(["none", "ok", "ok", "watch", "watch", "act"]);
  expect([worst("ok", "none"), worst("none"), worst("watch", "act", "ok")]).toEqual(["ok", "none", "act"]);
});

it("puts the queue nearest to breaking its promise first", () => {
  const calm = { wait: 5000, limit: 20_000, serviceLevel: 0.95, waiting: 1, available: 4 };
  expect(pressureScore({ ...calm, wait: 40_000 })).toBe(2);
  expect(pressureScore({ ...calm, serviceLevel: 0.4 })).toBe(0.5);
  expect(pressureScore({ ...calm, waiting: 8, available: 0 })).toBe(2);
  expect(pressureScore({ ...calm, wait: undefined, serviceLevel: undefined, waiting: 0 })).toBe(0);
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
