export type { AlertsNow, AlertWatchOptions } from "./alerts.js";
export { Board, Row } from "./board.js";
export { connect, type ExplainInit, KpiClient, type Watched, type WatchedBoard } from "./client.js";
export { CallCenterError, type FieldViolation, type Reason } from "./errors.js";
export { kpiText, parseKpi } from "./kpis.js";
export type { ConnectOptions, WatchOptions } from "./options.js";
export type { IntervalLength, SeriesInit } from "./series.js";
export { type SelectorInit, selectorOf } from "./selector.js";
export { clockText, noValue, textOf } from "./text.js";
export { durationOf, millisecondsOf, momentOf } from "./times.js";
export { lengthOf, parseWindow, timeOf } from "./windows.js";
export { type Acknowledgement, type Alert, AlertEnd } from "./generated/callcenter/v1/alert_service_pb.js";
export { VisitOutcome } from "./generated/callcenter/v1/event_pb.js";
export * from "./generated/callcenter/v1/kpi_pb.js";
export {
  type Agent,
  type AgentQueue,
  AgentState,
  type Calendar,
  CodeKind,
  type CodeTitle,
  type Completeness,
  type ErrorBudget,
  type ExplainedEntry,
  ExplainedKind,
  type ExplainValueResponse,
  FeedState,
  type Gap,
  type GetSettingsResponse,
  type KpiColumn,
  KpiService,
  type ListKpisResponse,
  type ListTargetsResponse,
  type Queue,
  type Source,
  type SourceFeed,
  type Tag,
  type Target,
  TargetDirection,
  TargetSchema,
  type TargetState,
  type ValueParts,
} from "./generated/callcenter/v1/kpi_service_pb.js";
