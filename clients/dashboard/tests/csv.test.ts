import { create } from "@bufbuild/protobuf";
import { type Board, KpiValueSchema } from "@callcentergrpc/client";
import { expect, it } from "vitest";
import { csvOf } from "../src/state/csv.js";

it("writes names that look like formulas as text, absent values as nothing, and quotes what needs it", () => {
  const value = create(KpiValueSchema, { value: { case: "ratio", value: { numerator: 1n, denominator: 3n } }, number: 1 / 3 });
  const rows = [
    { labels: ["=1+1"], values: [value] },
    { labels: ['a "b", c'], values: [create(KpiValueSchema)] },
  ];
  const board = { columns: [{ spec: "service_level" }], rows, asOf: 0 } as unknown as Board;
  expect(csvOf(board, ["queue"]).split("\r\n")).toEqual([
    "queue,service_level,service_level text",
    `'=1+1,${1 / 3},33.3%`,
    '"a ""b"", c",,–',
    "",
  ]);
});
