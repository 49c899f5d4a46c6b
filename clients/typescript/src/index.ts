export { Board, Row } from "./board.js";
export { connect, KpiClient, type Watched, type WatchedBoard } from "./client.js";
export { CallCenterError, type FieldViolation, type Reason } from "./errors.js";
export type { ConnectOptions, WatchOptions } from "./options.js";
export { type SelectorInit, selectorOf } from "./selector.js";
export { clockText, noValue, textOf } from "./text.js";
export { durationOf, millisecondsOf, momentOf } from "./times.js";
export { parseWindow, timeOf } from "./windows.js";
export * from "./generated/callcenter/v1/kpi_pb.js";
export {
  type Agent,
  type AgentQueue,
  AgentState,
  type Calendar,
  CodeKind,
  type CodeTitle,
  type Completeness,
  FeedState,
  type Gap,
  type GetSettingsResponse,
  type KpiColumn,
  KpiService,
  type ListKpisResponse,
  type Queue,
  type Source,
  type SourceFeed,
  type Tag,
} from "./generated/callcenter/v1/kpi_service_pb.js";
