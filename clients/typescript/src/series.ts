import { create } from "@bufbuild/protobuf";
import { DurationSchema, TimestampSchema } from "@bufbuild/protobuf/wkt";
import { Board, Columns, Row } from "./board.js";
import { type KpiValue, PeriodUnit } from "./generated/callcenter/v1/kpi_pb.js";
import {
  type QuerySeriesRequest,
  QuerySeriesRequestSchema,
  type QuerySeriesResponse,
} from "./generated/callcenter/v1/kpi_service_pb.js";
import { type SelectorInit, selectorOf } from "./selector.js";
import { durationOf, momentOf } from "./times.js";
import { timeOf } from "./windows.js";

/** A part of the clock's hour, or a day, week, month or quarter of the calendar, by the tenant's zone. */
export type IntervalLength = "15m" | "30m" | "60m" | "day" | "week" | "month" | "quarter";

/** Asks for values by intervals. Moments in milliseconds since 1970. */
export interface SeriesInit {
  /** All groups are given. */
  readonly selector: Omit<SelectorInit, "window" | "groups">;
  readonly interval: IntervalLength;
  /** The interval that it lies in is the first. */
  readonly start: number;
  /** Exclusive. Default: now. */
  readonly end?: number;
}

const periods: Readonly<Record<string, PeriodUnit>> = {
  day: PeriodUnit.DAY,
  week: PeriodUnit.WEEK,
  month: PeriodUnit.MONTH,
  quarter: PeriodUnit.QUARTER,
};

export function seriesRequest({ selector, interval, start, end }: SeriesInit): QuerySeriesRequest {
  const time = (moment: number) => create(TimestampSchema, durationOf(moment));
  const period = periods[interval];
  return create(QuerySeriesRequestSchema, {
    selector: selectorOf(selector),
    range: { startTime: time(start), ...(end === undefined ? {} : { endTime: time(end) }) },
    interval:
      period === undefined
        ? { case: "clock", value: create(DurationSchema, durationOf(timeOf(interval) ?? 0)) }
        : { case: "period", value: period },
  });
}

/** A board for each interval; the last one's values are those so far, if it runs. */
export function boardsOf(answer: QuerySeriesResponse): Board[] {
  const columns = new Columns(answer.columns);
  return answer.intervals.map(
    ({ startTime, endTime }, at) =>
      new Board({
        columns,
        rows: answer.rows.map(
          (row) =>
            new Row(
              columns,
              row.labels,
              row.columns.map((column) => column.values[at] as KpiValue),
            ),
        ),
        asOf: answer.asOfTime ? momentOf(answer.asOfTime) : 0,
        serverTime: answer.serverTime && momentOf(answer.serverTime),
        windowStart: startTime && momentOf(startTime),
        windowEnd: endTime && momentOf(endTime),
        completeness: answer.completeness,
        refreshInterval: undefined,
        isStale: false,
      }),
  );
}
