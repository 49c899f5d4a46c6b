import type { Completeness, KpiColumn, KpiRow, Snapshot } from "./generated/callcenter/v1/kpi_service_pb.js";
import type { KpiValue } from "./generated/callcenter/v1/kpi_pb.js";
import { momentOf } from "./times.js";

/** The columns of a board, with the place of each by its spec and id. */
export class Columns {
  readonly list: readonly KpiColumn[];
  readonly #places = new Map<string, number>();

  constructor(list: readonly KpiColumn[]) {
    this.list = list;
    // The spec last, so that it wins over the id of a KPI that is there in several variants; of these the id means the first.
    for (let i = list.length - 1; i >= 0; i--) this.#places.set(list[i]?.kpi?.id ?? "", i);
    list.forEach((column, i) => column.spec && this.#places.set(column.spec, i));
  }

  /** The index of a column. Throws for one that is not on the board, since its absence would look like a missing value. */
  place(column: string | number): number {
    const place = typeof column === "number" ? column : this.#places.get(column);
    if (place === undefined || !this.list[place])
      throw new RangeError(`The board has no column '${column}'; it has ${this.list.map((c) => c.spec || c.kpi?.id).join(", ")}.`);
    return place;
  }
}

/** The values of one group. */
export class Row {
  /** The group's values of the dimensions, in the order of the selector's groupBy. */
  readonly labels: readonly string[];
  /** One value for each column. */
  readonly values: readonly KpiValue[];
  readonly #columns: Columns;

  constructor(columns: Columns, labels: readonly string[], values: readonly KpiValue[]) {
    this.#columns = columns;
    this.labels = labels;
    this.values = values;
  }

  /** The value of a column, given by its spec, id or index. Its parts say what the number is made of. */
  value(column: string | number): KpiValue {
    return this.values[this.#columns.place(column)] as KpiValue;
  }

  /** The value of a column as one number; undefined, which is not zero, when there is none. */
  number(column: string | number): number | undefined {
    return this.value(column).number;
  }
}

/** What a board is made of. */
export interface BoardParts {
  readonly columns: Columns;
  readonly rows: readonly Row[];
  readonly asOf: number;
  readonly serverTime: number | undefined;
  readonly windowStart: number | undefined;
  readonly windowEnd: number | undefined;
  readonly completeness: Completeness | undefined;
  readonly refreshInterval: number | undefined;
  readonly isStale: boolean;
}

/**
 * All values of a selector at one instant. A board never changes; an update makes a new one, which shares the unchanged rows. Moments are
 * in milliseconds since 1970, by the server's clock.
 */
export class Board {
  /** The instant of all values. */
  readonly asOf: number;
  /** The server's clock when it wrote the newest message; undefined when it did not say. */
  readonly serverTime: number | undefined;
  /** The groups, ordered by their labels; one without labels when nothing is grouped by. */
  readonly rows: readonly Row[];
  /** True start of the window, inclusive; undefined when the server did not say. */
  readonly windowStart: number | undefined;
  /** True end of the window, exclusive; undefined when the server did not say. */
  readonly windowEnd: number | undefined;
  /** How complete the events behind the values are; undefined when the server did not say. */
  readonly completeness: Completeness | undefined;
  /** How often the server computes the values, at most, in milliseconds; undefined for a snapshot. */
  readonly refreshInterval: number | undefined;
  /** Whether the server was silent for too long, or the stream is broken: the values are the newest known, but may be old. */
  readonly isStale: boolean;
  readonly #parts: BoardParts;
  #places: Map<string, Row> | undefined;

  constructor(parts: BoardParts) {
    this.#parts = parts;
    this.asOf = parts.asOf;
    this.serverTime = parts.serverTime;
    this.rows = parts.rows;
    this.windowStart = parts.windowStart;
    this.windowEnd = parts.windowEnd;
    this.completeness = parts.completeness;
    this.refreshInterval = parts.refreshInterval;
    this.isStale = parts.isStale;
  }

  /** The columns, in the order of the selector. */
  get columns(): readonly KpiColumn[] {
    return this.#parts.columns.list;
  }

  /** The row of a group, by its labels; none for the total. Undefined when there is none. */
  find(...labels: string[]): Row | undefined {
    this.#places ??= new Map(this.rows.map((row) => [keyOf(row.labels), row]));
    return this.#places.get(keyOf(labels));
  }

  /** A board with some parts replaced. */
  with(changed: Partial<BoardParts>): Board {
    return new Board({ ...this.#parts, ...changed });
  }

  /** What the board is made of. */
  get parts(): BoardParts {
    return this.#parts;
  }
}

/** A board of a snapshot. */
export function boardOf(
  snapshot: Snapshot,
  about: Pick<BoardParts, "asOf" | "serverTime" | "completeness" | "refreshInterval">,
): Board {
  const columns = new Columns(snapshot.columns);
  return new Board({
    ...about,
    columns,
    rows: snapshot.rows.map((row: KpiRow) => new Row(columns, row.labels, row.values)),
    windowStart: snapshot.windowStartTime && momentOf(snapshot.windowStartTime),
    windowEnd: snapshot.windowEndTime && momentOf(snapshot.windowEndTime),
    isStale: false,
  });
}

/** Labels as one key: no two lists of labels have the same. */
export const keyOf = (labels: readonly string[]): string => (labels.length === 1 ? `${labels[0]}` : JSON.stringify(labels));
