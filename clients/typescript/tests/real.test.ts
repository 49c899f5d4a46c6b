import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { type Alert, type Board, connect, type KpiClient, TargetDirection, TargetStatus } from "@callcentergrpc/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RealServer } from "../../testing/programs.js";

let server: RealServer;
let published = 0;

const publish = (): Promise<void> => server.publish("shop", { visitQueued: { visitId: `visit-${++published}`, queue: "sales" } });

beforeAll(async () => {
  const target = { Name: "queues", Kpi: "contacts_offered", GroupBy: { 0: "queue" }, Window: "24h", AtMost: "0" };
  server = await RealServer.start({ settings: { Settings: { KpiTargets: { 0: target } } } });
  await publish();
});
afterAll(() => server.end());

describe.each(["gRPC", "gRPC-Web"])("a real server over %s", (protocol) => {
  const selector = { kpis: ["contacts_offered", "abandonment_rate"], groupBy: ["queue"], window: "24h" };
  const client = (): KpiClient =>
    protocol === "gRPC" ? connect(server.grpc) : connect(server.web, { transport: createGrpcWebTransport({ baseUrl: server.web }) });

  it("names the field of a selector that it refuses", async () => {
    const failure = await client()
      .snapshot({ kpis: ["contacts_offered", "no_such_kpi"] })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ reason: "SELECTOR_INVALID", retryable: false, field: expect.stringContaining("kpis[1]") });
  });

  it("gives a ratio over nothing no value", async () => {
    const row = (await client().snapshot(selector)).find("sales");
    expect([row?.number("contacts_offered"), row?.number("abandonment_rate")]).toEqual([published, undefined]);
  });

  it("lists what can be asked about", async () => {
    const kpis = await client().listKpis();
    expect(kpis.map((kpi) => kpi.id)).toContain("service_level");
    const queues: string[] = [];
    for await (const { queue } of client().queues()) queues.push(queue);
    expect(queues).toEqual(["sales"]);
    expect((await client().settings()).limits?.serviceLevelThreshold).toBeDefined();
  });

  it("gives values by intervals, each a board, up to the one that runs", async () => {
    const hour = 3_600_000;
    const selector = { kpis: ["contacts_offered", "abandonment_rate"], groupBy: ["queue"] };
    const boards = await client().series({ selector, interval: "15m", start: Date.now() - hour });
    const offered = boards.map((board) => board.find("sales")?.number("contacts_offered") ?? 0);
    expect(boards.length).toBeGreaterThanOrEqual(5);
    expect(offered.reduce((sum, one) => sum + one)).toBe(published);
    for (const [i, board] of boards.entries()) expect(board.windowStart).toBe(boards[i - 1]?.windowEnd ?? board.windowStart);
    const until = boards.at(-1);
    expect([until?.windowEnd, until?.columns.map((column) => column.spec)]).toEqual([
      (until?.windowStart ?? 0) + hour / 4,
      ["contacts_offered", "abandonment_rate"],
    ]);
    const [day, ...more] = await client().series({ selector, interval: "day", start: Date.now() - 1000 });
    expect([day?.find("sales")?.number(0), more.length <= 1]).toEqual([published, true]);
  });

  it("lists what is behind a value, page after page", async () => {
    if (published === 1) await publish();
    const request = { selector, labels: ["sales"], pageSize: 1 };
    const first = await client().explain(request);
    const second = await client().explain({ ...request, pageToken: first.nextPageToken });
    expect([first, second].map((page) => page.entries.map((entry) => [entry.visitId, entry.added?.numerator]))).toEqual([
      [[`visit-${published}`, 1n]],
      [[`visit-${published - 1}`, 1n]],
    ]);
    expect([first.entryCount, first.listed?.numerator, first.rest?.numerator, second.value]).toEqual([
      BigInt(published),
      BigInt(published),
      0n,
      undefined,
    ]);
  });

  it("has targets, and values say how they do", async () => {
    const [target] = (await client().targets()).targets;
    expect([target?.name, target?.direction, target?.states.map((state) => [state.labels, state.status])]).toEqual([
      "queues",
      TargetDirection.AT_MOST,
      [[["sales"], TargetStatus.UNMET]],
    ]);
    const board = await client().snapshot(selector);
    expect([board.columns[0]?.targets, board.find("sales")?.value(0).targetStatus]).toEqual([["queues"], TargetStatus.UNMET]);
  });

  it("tells of open alerts, and of their acknowledgement", async () => {
    const stop = new AbortController();
    const name = protocol;
    let last: Alert | undefined;
    for await (const { open, isStale } of client().watchAlerts({ signal: stop.signal })) {
      const [alert] = open.filter((one) => one.labels[0] === "sales");
      if (!alert) continue;
      expect([alert.target, alert.kpi, isStale]).toEqual(["queues", "contacts_offered", false]);
      last = alert;
      if (alert.acknowledgement) break;
      await client().acknowledge({ id: alert.id, note: "looking", name });
    }
    expect(last?.acknowledgement?.note).toBe("looking");
    const listed: Alert[] = [];
    for await (const alert of client().alerts({ openOnly: true, pageSize: 1 })) listed.push(alert);
    expect(listed.map((alert) => [alert.id, alert.acknowledgement?.note])).toEqual([[last?.id, "looking"]]);
  });

  it("goes on after it was killed, without losing or repeating anything", async () => {
    const before = published;
    const stop = new AbortController();
    let wasStale = false;
    const boards = client().watch(selector, { signal: stop.signal, backOffMax: 50 });
    const until = async (isIt: (board: Board) => boolean): Promise<void> => {
      for (;;) {
        const { value } = await boards.next();
        if (!value) throw new Error("the watch ended");
        wasStale ||= value.isStale;
        if (isIt(value)) return;
      }
    };
    await until((board) => board.find("sales")?.number("contacts_offered") === before);
    await server.kill();
    await server.serve();
    await publish();
    await until((board) => !board.isStale && board.find("sales")?.number("contacts_offered") === before + 1);
    expect(wasStale).toBe(true);
    stop.abort();
  });
});

it("is shown by the example", async () => {
  const example = fileURLToPath(new URL("../examples/watch.mjs", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [example, server.grpc, "--once"]);
  expect(stdout).toMatch(/^\d{4}-.*\n {2}sales: \d+ {2}\d+:\d\d {2}\S+\n$/);
});
