import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { Code } from "@connectrpc/connect";
import { type Board, CallCenterError, connect, type KpiClient, type WatchOptions } from "@callcentergrpc/client";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ScriptedServer } from "../../testing/programs.js";
import { heartbeat, snapshot, textOf, tokenOf, update } from "./said.js";

const selector = { kpis: ["contacts_offered"], groupBy: ["queue"] };
const quick: WatchOptions = { backOffMin: 0, backOffMax: 5 };

let server: ScriptedServer;
beforeAll(async () => {
  server = await ScriptedServer.start();
});
afterAll(() => server.end());

describe.each(["gRPC", "gRPC-Web"])("a watch over %s", (protocol) => {
  let client: KpiClient;
  beforeEach(() => {
    client =
      protocol === "gRPC"
        ? connect(server.address)
        : connect(server.web, { transport: createGrpcWebTransport({ baseUrl: server.web }) });
  });

  async function watch(count: number, options: WatchOptions = {}, cutAfter?: number): Promise<string[]> {
    const boards: Board[] = [];
    for await (const board of client.watch(selector, { ...quick, ...options })) {
      if (boards.push(board) === count) break;
      // Only now, since what is on its way is lost with the connection.
      if (boards.length === cutAfter) await server.tell({ cut: true });
    }
    return boards.map(textOf);
  }

  it("gives the snapshot with all updates applied", async () => {
    await server.subscribe({ say: snapshot(1, { billing: 1, sales: 2 }) }, { say: update(2, { sales: 3 }) }, { stay: true });
    expect(await watch(2)).toEqual(["billing=1 sales=2 1 s", "billing=1 sales=3 2 s"]);
  });

  it("puts a new group in its place in the order of labels", async () => {
    await server.subscribe({ say: snapshot(1, { billing: 1, sales: 2 }) }, { say: update(2, { chat: 7 }) }, { stay: true });
    expect((await watch(2))[1]).toBe("billing=1 chat=7 sales=2 2 s");
  });

  it("tells no value from 0", async () => {
    await server.subscribe({ say: snapshot(1, { billing: 0, sales: 2 }) }, { say: update(2, { sales: null }) }, { stay: true });
    expect(await watch(2)).toEqual(["billing=0 sales=2 1 s", "billing=0 sales=none 2 s"]);
  });

  it("moves the instant with a heartbeat, and nothing else", async () => {
    await server.subscribe({ say: snapshot(1, { sales: 2 }) }, { say: heartbeat(6) }, { stay: true });
    expect((await watch(2))[1]).toBe("sales=2 6 s");
  });

  it("takes removed groups off the board, before what the message adds", async () => {
    await server.subscribe(
      { say: snapshot(1, { sales: 2, support: 3 }) },
      { say: update(2, { support: 7 }, ["sales", "support"]) },
      { stay: true },
    );
    expect((await watch(2))[1]).toBe("support=7 2 s");
  });

  it("applies all parts of a large message at once", async () => {
    const more = { moreFollows: true, resumeToken: "" };
    await server.subscribe(
      { say: snapshot(1, { billing: 1 }, more) },
      { say: snapshot(1, { sales: 2 }) },
      { say: update(2, { billing: 5 }, [], more) },
      { say: update(2, { sales: 6 }) },
      { stay: true },
    );
    expect(await watch(2)).toEqual(["billing=1 sales=2 1 s", "billing=5 sales=6 2 s"]);
  });

  it("applies none of the parts when the stream ends before the last", async () => {
    await server.subscribe(
      { say: snapshot(1, { sales: 2 }) },
      { say: update(2, { sales: 9 }, [], { moreFollows: true, resumeToken: "" }) },
      { fail: { code: "Aborted" } },
    );
    await server.subscribe({ say: heartbeat(3) }, { stay: true });
    expect(await watch(3)).toEqual(["sales=2 1 s", "sales=2 1 s stale", "sales=2 3 s"]);
  });

  it.each([
    ["a cut connection", { stay: true }],
    ["an end without a failure", undefined],
    ["a failure without a reason", { fail: { code: "Aborted" } }],
    ["a failure that the server wants retried", { fail: { code: "Unavailable", reason: "ServerStopping", retryAfter: 0 } }],
  ] as const)("is stale after %s, and goes on with the last token", async (_, step) => {
    await server.subscribe({ say: snapshot(1, { sales: 2 }) }, ...(step ? [step] : []));
    await server.subscribe({ say: update(2, { sales: 3 }) }, { stay: true });
    server.forget("subscribe");
    const cutAfter = step && "stay" in step ? 1 : undefined;
    expect(await watch(3, {}, cutAfter)).toEqual(["sales=2 1 s", "sales=2 1 s stale", "sales=3 2 s"]);
    expect(tokenOf(await server.request("subscribe"))).toBe("");
    expect(tokenOf(await server.request("subscribe"))).toBe("token 1");
  });

  it("stays fresh when the server asks it to reconnect", async () => {
    await server.subscribe(
      { say: snapshot(1, { sales: 2 }) },
      { fail: { code: "Unavailable", reason: "ReconnectDue", retryAfter: 0 } },
    );
    await server.subscribe({ say: heartbeat(2) }, { stay: true });
    server.forget("subscribe");
    expect(await watch(2)).toEqual(["sales=2 1 s", "sales=2 2 s"]);
    await server.request("subscribe");
    expect(tokenOf(await server.request("subscribe"))).toBe("token 1");
  });

  it("is stale when the server is silent, and then opens the stream again", async () => {
    const failures: CallCenterError[] = [];
    await server.subscribe({ say: snapshot(1, { sales: 2 }) }, { stay: true });
    await server.subscribe({ say: heartbeat(2) }, { stay: true });
    const options = { staleAfter: 300, silenceMax: 400, onDisconnected: (failure: CallCenterError) => failures.push(failure) };
    expect(await watch(3, options)).toEqual(["sales=2 1 s", "sales=2 1 s stale", "sales=2 2 s"]);
    expect(failures).toHaveLength(1);
  });

  it("takes the server's word for when values are stale", async () => {
    await server.subscribe({ say: snapshot(1, { sales: 2 }, { pace: { staleAfter: "0.3s", refreshInterval: "4s" } }) }, { stay: true });
    expect((await watch(2))[1]).toBe("sales=2 1 s stale");
  });

  it.each([
    ["an update before any snapshot", [{ say: update(1, { sales: 3 }) }]],
    [
      "an update of a column that is not there",
      [
        { say: snapshot(1, { sales: 2 }) },
        { say: { ...update(2, {}), update: { rows: [{ labels: ["sales"], values: [{ column: 1, value: {} }] }] } } },
      ],
    ],
  ] as const)("asks for a new snapshot after %s", async (_, steps) => {
    await server.subscribe(...steps, { stay: true });
    await server.subscribe({ say: snapshot(9, { sales: 5 }) }, { stay: true });
    server.forget("subscribe");
    let text = "";
    for await (const board of client.watch(selector, quick)) if ((text = textOf(board)).includes("9 s")) break;
    expect(text).toBe("sales=5 9 s");
    await server.request("subscribe");
    expect(tokenOf(await server.request("subscribe"))).toBe("");
  });

  it("ends with the reason and the field of a refusal", async () => {
    await server.subscribe({
      fail: {
        code: "InvalidArgument",
        reason: "SelectorInvalid",
        message: "There is no KPI 'x'.",
        metadata: { field: "kpis[0].id", value: "x" },
      },
    });
    const failure = await watch(1).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CallCenterError);
    expect(failure).toMatchObject({
      reason: "SELECTOR_INVALID",
      code: Code.InvalidArgument,
      field: "kpis[0].id",
      retryable: false,
      message: "There is no KPI 'x'.",
    });
  });

  it("draws a wait after each failure, and reports the delay that the server asks for", async () => {
    for (let i = 0; i < 3; i++) await server.subscribe({ fail: { code: "Unavailable", reason: "ServerStopping", retryAfter: 0.01 } });
    await server.subscribe({ say: snapshot(1, { sales: 2 }) }, { stay: true });
    const draws: number[] = [];
    const failures: CallCenterError[] = [];
    await watch(1, {
      backOffMin: 1,
      random: () => draws.push(0) * 0,
      onDisconnected: (failure) => failures.push(failure),
    });
    expect(failures.map((failure) => [failure.reason, failure.retryDelay])).toEqual(Array(3).fill(["SERVER_STOPPING", 10]));
    expect(draws).toHaveLength(3);
  });

  it("keeps several selectors on one stream apart", async () => {
    await server.subscribe(
      { say: snapshot(1, { sales: 2 }) },
      { say: snapshot(1, { phone: 5 }, { subscription: 1 }) },
      { say: update(2, { phone: 6 }, [], { subscription: 1 }) },
      { fail: { code: "Aborted" } },
    );
    await server.subscribe({ say: heartbeat(3) }, { say: heartbeat(3, { subscription: 1 }) }, { stay: true });
    server.forget("subscribe");
    const seen: string[] = [];
    const both = [{ selector }, { selector: { kpis: ["contacts_offered"], groupBy: ["channel"] }, minInterval: 5000 }];
    for await (const { index, board } of client.watchAll(both, quick)) if (seen.push(`${index}: ${textOf(board)}`) === 7) break;
    expect(seen).toEqual([
      "0: sales=2 1 s",
      "1: phone=5 1 s",
      "1: phone=6 2 s",
      "0: sales=2 1 s stale",
      "1: phone=6 2 s stale",
      "0: sales=2 3 s",
      "1: phone=6 3 s",
    ]);
    const [first, second] = [await server.request("subscribe"), await server.request("subscribe")];
    const more = (request: Record<string, unknown>) => (request["more"] as Record<string, unknown>[])[0] ?? {};
    expect(more(first)["minInterval"]).toBe("5s");
    expect([tokenOf(second), tokenOf(more(second))]).toEqual(["token 1", "token 2"]);
  });

  it("can be ended by the caller", async () => {
    await server.subscribe({ say: snapshot(1, {}) }, { stay: true });
    const stop = new AbortController();
    const watching = (async () => {
      for await (const _ of client.watch(selector, { signal: stop.signal })) stop.abort(new Error("enough"));
    })();
    await expect(watching).rejects.toThrow("enough");
  });
});
