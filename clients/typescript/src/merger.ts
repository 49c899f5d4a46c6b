import { create } from "@bufbuild/protobuf";
import { Board, boardOf, keyOf, Row } from "./board.js";
import { KpiValueSchema } from "./generated/callcenter/v1/kpi_pb.js";
import type { ColumnValue, SubscribeResponse, Update } from "./generated/callcenter/v1/kpi_service_pb.js";
import { millisecondsOf, momentOf } from "./times.js";

/** Folds the messages of one subscription into boards. */
export class BoardMerger {
  /** The newest board; undefined before the first snapshot. */
  board: Board | undefined;

  /** Applies a message. False: it does not fit the board, so a snapshot is needed. */
  apply(response: SubscribeResponse): boolean {
    const asOf = response.asOfTime ? momentOf(response.asOfTime) : 0;
    const serverTime = response.serverTime && momentOf(response.serverTime);
    const refresh = response.pace?.refreshInterval;
    const about = {
      asOf,
      serverTime,
      completeness: response.completeness ?? this.board?.completeness,
      refreshInterval: refresh ? millisecondsOf(refresh) : this.board?.refreshInterval,
      isStale: false,
    };
    if (response.message.case === "snapshot") {
      this.board = boardOf(response.message.value, about);
      return true;
    }
    if (!this.board || !response.message.case) return false;
    const { windowStartTime: start, windowEndTime: end } = response.message.value;
    const rows = response.message.case === "update" ? merge(this.board, response.message.value) : this.board.rows;
    if (!rows) return false;
    this.board = this.board.with({
      ...about,
      rows,
      windowStart: start ? momentOf(start) : this.board.windowStart,
      windowEnd: end ? momentOf(end) : this.board.windowEnd,
    });
    return true;
  }

  /** Marks the newest board as stale, once; undefined when there is none or it is already. */
  stale(): Board | undefined {
    if (!this.board || this.board.isStale) return undefined;
    this.board = this.board.with({ isStale: true });
    return this.board;
  }
}

function merge(board: Board, update: Update): readonly Row[] | undefined {
  if (update.rows.length === 0 && update.removedGroups.length === 0) return board.rows;
  const { columns } = board.parts;
  const rows = new Map(board.rows.map((row) => [keyOf(row.labels), row]));
  const countBefore = rows.size;
  for (const group of update.removedGroups) rows.delete(keyOf(group.labels));
  let isReordered = rows.size !== countBefore;
  for (const changed of update.rows) {
    const key = keyOf(changed.labels);
    const known = rows.get(key);
    const values = valuesOf(known, columns.list.length, changed.values);
    if (!values) return undefined;
    isReordered ||= !known;
    rows.set(key, new Row(columns, changed.labels, values));
  }
  const merged = [...rows.values()];
  return isReordered ? merged.sort((a, b) => compareLabels(a.labels, b.labels)) : merged;
}

function valuesOf(known: Row | undefined, count: number, changed: readonly ColumnValue[]) {
  const values = known ? [...known.values] : Array.from({ length: count }, () => create(KpiValueSchema));
  for (const { column, value } of changed) {
    if (column < 0 || column >= count) return undefined;
    values[column] = value ?? create(KpiValueSchema);
  }
  return values;
}

/** Labels compared one by one by the bytes of UTF-8, as the server orders rows. */
export function compareLabels(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = compareText(a[i] as string, b[i] as string);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareText(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at === a.length || at === b.length ? a.length - b.length : rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
}

// A surrogate stands for a code point beyond all that a single unit of UTF-16 holds.
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0xffff : unit);
