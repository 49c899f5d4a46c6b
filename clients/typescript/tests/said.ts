import type { Board } from "@callcentergrpc/client";

/** A server's messages to a subscriber: one column, contacts_offered, by queue. The token encodes the second. */
const column = { kpi: { id: "contacts_offered" }, spec: "contacts_offered", version: 1, unit: "contacts" };

type Rows = Record<string, number | null>;

export const valueOf = (count: number | null) => (count === null ? {} : { count: String(count), number: count });

const at = (second: number, message: object) => ({
  asOfTime: new Date(second * 1000).toISOString(),
  resumeToken: Buffer.from(`token ${second}`).toString("base64"),
  ...message,
});

export const snapshotOf = (rows: Rows) => ({
  columns: [column],
  rows: Object.entries(rows).map(([queue, count]) => ({ labels: [queue], values: [valueOf(count)] })),
});

export const snapshot = (second: number, rows: Rows, more: object = {}) => at(second, { snapshot: snapshotOf(rows), ...more });

export const update = (second: number, rows: Rows, removed: string[] = [], more: object = {}) =>
  at(second, {
    update: {
      rows: Object.entries(rows).map(([queue, count]) => ({ labels: [queue], values: [{ column: 0, value: valueOf(count) }] })),
      removedGroups: removed.map((queue) => ({ labels: [queue] })),
    },
    ...more,
  });

export const heartbeat = (second: number, more: object = {}) => at(second, { heartbeat: {}, ...more });

export const tokenOf = (request: Record<string, unknown>): string =>
  Buffer.from(String(request["resumeToken"] ?? ""), "base64").toString();

/** A board in one line: "sales=2 support=none 5 s stale". */
export const textOf = (board: Board): string =>
  [
    ...board.rows.map((row) => `${row.labels.join("/")}=${row.number("contacts_offered") ?? "none"}`),
    `${board.asOf / 1000} s`,
    ...(board.isStale ? ["stale"] : []),
  ].join(" ");
