// Follows a number over gRPC with Connect for Node and with grpc-js, through the death of the server, by the rule of protos/README.md: a
// failure without a reason of this API, or with a RetryInfo, means "reconnect"; any other one "stop".
// Arguments: the server's address, a folder with the contract and its imports, a command that kills and restarts the server, and one that
// changes the number.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createClient, ConnectError } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { fromBinary } from "@bufbuild/protobuf";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";
import { KpiService } from "./generated/callcenter/v1/kpi_service_pb.js";
import { ErrorInfoSchema, RetryInfoSchema } from "./generated/google/rpc/error_details_pb.js";
import { StatusSchema } from "./generated/google/rpc/status_pb.js";

const [server, protos, restart, change] = process.argv.slice(2);
const run = (command) => promisify(execFile)("bash", ["-c", command]);
const limit = AbortSignal.timeout(60_000);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// The rule, on the details of a failure.
const saysReconnect = (info, retry) => info?.domain !== "callcenter.v1" || retry !== undefined;

const connect = () => {
  const client = createClient(KpiService, createGrpcTransport({ baseUrl: server }));
  return {
    name: "Connect",
    async *subscribe(kpi, resumeToken) {
      const window = { range: { case: "sliding", value: { seconds: 86400n } } };
      for await (const message of client.subscribe({ selector: { kpis: [{ id: kpi }], window }, resumeToken }, { signal: limit })) {
        const { case: kind, value: board } = message.message;
        const row = board.rows?.[0];
        yield { kind, token: message.resumeToken, value: kind === "update" ? row?.values[0].value : row?.values[0] };
      }
    },
    isRetried(failure) {
      const error = ConnectError.from(failure);
      return saysReconnect(error.findDetails(ErrorInfoSchema)[0], error.findDetails(RetryInfoSchema)[0]);
    },
  };
};

const grpcJs = () => {
  const definition = loader.loadSync("callcenter/v1/kpi_service.proto", { includeDirs: [protos], keepCase: false, oneofs: true });
  const { KpiService: Client } = grpc.loadPackageDefinition(definition).callcenter.v1;
  const client = new Client(new URL(server).host, grpc.credentials.createInsecure());
  return {
    name: "grpc-js",
    async *subscribe(kpi, resumeToken) {
      const call = client.subscribe({ selector: { kpis: [{ id: kpi }], window: { sliding: { seconds: 86400 } } }, resumeToken });
      limit.addEventListener("abort", () => call.cancel());
      for await (const message of call) {
        const row = message[message.message]?.rows?.[0];
        yield { kind: message.message, token: message.resumeToken, value: message.update ? row?.values[0].value : row?.values[0] };
      }
    },
    isRetried(failure) {
      const [bytes] = failure.metadata?.get("grpc-status-details-bin") ?? [];
      const details = bytes ? fromBinary(StatusSchema, bytes).details : [];
      const find = (schema) => {
        const any = details.find((detail) => detail.typeUrl.endsWith(`/${schema.typeName}`));
        return any && fromBinary(schema, any.value);
      };
      return saysReconnect(find(ErrorInfoSchema), find(RetryInfoSchema));
    },
  };
};

// Reads until the number is as wanted; reconnects by the rule, with the last token. Returns how often.
const follow = async (client, state, wanted) => {
  for (let failures = 0; ; ) {
    try {
      for await (const message of client.subscribe("contacts_offered", state.token)) {
        if (message.token.length > 0) state.token = message.token;
        if (message.value !== undefined) state.value = message.value.number;
        if (wanted(state.value)) return failures;
      }
      throw new Error(`${client.name}: the stream ended without a failure`);
    } catch (failure) {
      if (limit.aborted || !client.isRetried(failure)) throw failure;
      failures++;
      await pause(100 + Math.random() * 200);
    }
  }
};

const stopsAtReason = async (client) => {
  try {
    for await (const _ of client.subscribe("no_such_kpi")) break;
  } catch (failure) {
    if (!client.isRetried(failure)) return;
  }
  throw new Error(`${client.name}: a wrong selector would be tried again`);
};

const clients = [connect(), grpcJs()];
const states = clients.map(() => ({ token: new Uint8Array(), value: undefined }));
await Promise.all(clients.map(stopsAtReason));
await Promise.all(clients.map((client, i) => follow(client, states[i], (value) => value !== undefined)));
const before = states.map((state) => state.value);
const following = Promise.all(clients.map((client, i) => follow(client, states[i], (value) => value === before[i] + 1)));
await run(restart);
await run(change);
const failures = await following;
clients.forEach((client, i) => {
  if (failures[i] === 0) throw new Error(`${client.name} did not notice the death of the server`);
  console.log(`${client.name}: ${before[i]}, then ${states[i].value} after ${failures[i]} failures`);
});
process.exit(0);
