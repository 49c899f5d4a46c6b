import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { type Board, connect, type KpiClient } from "@callcentergrpc/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RealServer } from "../../testing/programs.js";

let server: RealServer;
let published = 0;

const publish = (): Promise<void> => server.publish("shop", { visitQueued: { visitId: `visit-${++published}`, queue: "sales" } });

beforeAll(async () => {
  server = await RealServer.start();
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
