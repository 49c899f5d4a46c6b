// A page of another origin that reads KPIs through gRPC-Web with generated code: once, and as a stream.
import { createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { KpiService } from "./generated/callcenter/v1/kpi_service_pb.js";

const selector = { kpis: [{ id: "contacts_offered" }], window: { range: { case: "sliding", value: { seconds: 86400n } } } };

const show = (name, text) => {
  document.getElementById(name).textContent = text;
};

async function run(server) {
  const client = createClient(KpiService, createGrpcWebTransport({ baseUrl: server }));
  const answer = await client.getSnapshot({ selector });
  show("snapshot", String(answer.snapshot.rows[0].values[0].value.value));
  for await (const message of client.subscribe({ selector })) {
    const { case: kind, value: board } = message.message;
    if (kind === "snapshot") show("stream", String(board.rows[0].values[0].value.value));
    if (kind === "update") show("stream", String(board.rows[0].values[0].value.value.value));
  }
}

run(new URLSearchParams(location.search).get("server")).catch((error) => show("failure", String(error)));
