import { CallCenterError, connect, type KpiClient } from "@callcentergrpc/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ScriptedServer } from "../../testing/programs.js";
import { snapshot, snapshotOf, textOf } from "./said.js";

const selector = { kpis: ["contacts_offered"], groupBy: ["queue"], where: { queue: ["sales", "help"] }, window: "30m" };

let server: ScriptedServer;
let client: KpiClient;
beforeAll(async () => {
  server = await ScriptedServer.start();
  client = connect(server.address, { key: async () => "secret" });
});
afterAll(() => server.end());

it("reads a snapshot, with the selector and the key sent", async () => {
  await server.tell({ snapshot: { asOfTime: "1970-01-01T00:00:04Z", snapshot: snapshotOf({ sales: 2 }) } });
  const board = await client.snapshot(selector);
  expect(textOf(board)).toBe("sales=2 4 s");
  expect([board.find("sales")?.number(0), board.find("billing")]).toEqual([2, undefined]);
  expect((await server.request("snapshot"))["selector"]).toEqual({
    kpis: [{ spec: "contacts_offered" }],
    groupBy: ["queue"],
    where: [{ dimension: "queue", values: ["sales", "help"] }],
    window: { sliding: "1800s" },
  });
  expect(await server.request("authorization")).toBe("Bearer secret");
});

it("names the columns that a board has when asked for another", async () => {
  await server.tell({ snapshot: { snapshot: snapshotOf({ sales: 2 }) } });
  const row = (await client.snapshot(selector)).find("sales");
  expect(() => row?.number("contacts_waiting")).toThrow("no column 'contacts_waiting'; it has contacts_offered");
});

it("reads a snapshot that is too large for one answer in parts", async () => {
  await server.tell({ snapshot: { fail: { code: "ResourceExhausted", reason: "AnswerTooLarge" } } });
  await server.subscribe(
    { say: snapshot(1, { billing: 1 }, { moreFollows: true, resumeToken: "" }) },
    { say: snapshot(1, { sales: 2 }) },
    { stay: true },
  );
  expect(textOf(await client.snapshot(selector))).toBe("billing=1 sales=2 1 s");
});

it("gives the reason of a failed snapshot", async () => {
  await server.tell({ snapshot: { fail: { code: "Unavailable", reason: "ServerStopping", message: "Going down.", retryAfter: 3 } } });
  const failure = await client.snapshot(selector).catch((error: unknown) => error);
  expect(failure).toMatchObject({ reason: "SERVER_STOPPING", retryable: true, retryDelay: 3000, message: "Going down." });
});

it("says that a server which is not reached may be tried again", async () => {
  await server.tell({ stop: true });
  const failure = await client.snapshot(selector).catch((error: unknown) => error);
  await server.tell({ restart: true });
  expect(failure).toBeInstanceOf(CallCenterError);
  expect(failure).toMatchObject({ reason: "", retryable: true });
});

it("reads definitions in the order of the catalogue", async () => {
  await server.tell({ listKpis: { kpis: [{ id: "b" }, { id: "a" }] } });
  expect((await client.listKpis()).map((kpi) => kpi.id)).toEqual(["b", "a"]);
});

it("reads a list page after page with the same filter", async () => {
  await server.tell({
    listAgents: {
      "": { agents: [{ agent: "ann" }, { agent: "bob" }], nextPageToken: "2" },
      "2": { agents: [{ agent: "cid" }] },
    },
  });
  const agents: string[] = [];
  for await (const { agent } of client.agents({ queue: "sales", pageSize: 2 })) agents.push(agent);
  expect(agents).toEqual(["ann", "bob", "cid"]);
  expect([await server.request("listAgents"), await server.request("listAgents")]).toEqual([
    { queue: "sales", pageSize: 2 },
    { queue: "sales", pageSize: 2, pageToken: "2" },
  ]);
});
