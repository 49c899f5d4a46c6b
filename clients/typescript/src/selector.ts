import { create, type MessageInitShape } from "@bufbuild/protobuf";
import {
  type FilterSchema,
  type GroupChoiceSchema,
  type KpiRefSchema,
  type Selector,
  SelectorSchema,
  type WindowSchema,
} from "./generated/callcenter/v1/kpi_pb.js";
import { parseWindow } from "./windows.js";

/** KPIs, the contacts or agents that they count, and the window. Short forms beside the contract's own messages. */
export interface SelectorInit {
  /** The KPIs, 1 to 500; each becomes a column, in this order. As words (see parseKpi): "contacts_waiting", "contacts_offered~week". */
  readonly kpis: readonly (string | MessageInitShape<typeof KpiRefSchema>)[];
  /** Dimensions to group by, at most 4; default none: one total. */
  readonly groupBy?: readonly string[];
  /** Values to keep by dimension, all of which must hold: `{ queue: ["sales", "help"], channel: "phone" }`. Default: everything. */
  readonly where?: Readonly<Record<string, string | readonly string[]>> | readonly MessageInitShape<typeof FilterSchema>[];
  /** The time that is counted, as a word (see parseWindow) or message. Default: since midnight in the tenant's time zone. */
  readonly window?: string | MessageInitShape<typeof WindowSchema>;
  /** Which of the groups are shown. Default: all that are known. */
  readonly groups?: MessageInitShape<typeof GroupChoiceSchema>;
}

/** The message of a selector. Throws a RangeError for a window that cannot be read. */
export function selectorOf(init: SelectorInit): Selector {
  const { window, groups } = init;
  return create(SelectorSchema, {
    kpis: init.kpis.map((kpi) => (typeof kpi === "string" ? { spec: kpi } : kpi)),
    groupBy: [...(init.groupBy ?? [])],
    where: filtersOf(init.where ?? []),
    ...(window === undefined ? {} : { window: typeof window === "string" ? parseWindow(window) : window }),
    ...(groups && { groups }),
  });
}

function filtersOf(where: NonNullable<SelectorInit["where"]>): MessageInitShape<typeof FilterSchema>[] {
  if (Array.isArray(where)) return [...where];
  return Object.entries(where as Record<string, string | readonly string[]>).map(([dimension, values]) => ({
    dimension,
    values: typeof values === "string" ? [values] : [...values],
  }));
}
