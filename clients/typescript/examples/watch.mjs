// Prints the queues each time a number changes: node examples/watch.mjs [ADDRESS]. Needs `npm run build` before.
import { connect, textOf } from "@callcentergrpc/client";

const client = connect(process.argv[2] ?? "http://127.0.0.1:50051");
const selector = { kpis: ["contacts_waiting", "longest_wait", "service_level"], groupBy: ["queue"], window: "30m" };

for await (const board of client.watch(selector)) {
  console.log(new Date(board.asOf).toISOString(), board.isStale ? "(old)" : "");
  for (const row of board.rows) console.log(`  ${row.labels[0]}: ${row.values.map((value) => textOf(value, board.asOf)).join("  ")}`);
  if (process.argv.includes("--once")) break;
}
