import { create } from "@bufbuild/protobuf";
import { DurationSchema } from "@bufbuild/protobuf/wkt";
import { Comparison, type KpiRef, KpiRefSchema } from "./generated/callcenter/v1/kpi_pb.js";
import { durationOf, millisecondsOf } from "./times.js";
import { lengthOf, timeOf } from "./windows.js";

const comparisons: Readonly<Record<string, Comparison>> = {
  previous: Comparison.PREVIOUS,
  day: Comparison.DAY_BEFORE,
  week: Comparison.WEEK_BEFORE,
  rank: Comparison.RANK,
  percentile: Comparison.PERCENTILE,
};

/**
 * A KPI written as one word: id[.variant][@threshold] or id[.variant]:quantile, and ~previous, ~day, ~week, ~rank or ~percentile after
 * it to compare, such as "service_level.answered_only@20s", "talk_time:p95" or "contacts_offered~week". Throws a RangeError for anything
 * else.
 */
export function parseKpi(text: string): KpiRef {
  const wrong = (why: string) => new RangeError(`The KPI '${text}' cannot be read: ${why}.`);
  const [, id, variant = "", threshold, quantile, comparison] =
    /^([^.@:~]+)(?:\.([^.@:~]+))?(?:@([^.@:~]*(?:\.\d+s)?))?(?::([^@:~]*))?(?:~([^~]*))?$/.exec(text) ?? [];
  if (!id) throw wrong("write it as id, id.variant, id@threshold, id.variant@threshold, id:quantile or id.variant:quantile");
  const limit = threshold === undefined ? undefined : timeOf(threshold);
  if (threshold !== undefined && limit === undefined) throw wrong(`'${threshold}' is not a time such as 20s or 2m`);
  const share = quantile === undefined ? undefined : quantileOf(quantile);
  if (quantile !== undefined && share === undefined) throw wrong(`'${quantile}' is not a quantile such as p95, min or max`);
  if (comparison !== undefined && !Object.hasOwn(comparisons, comparison))
    throw wrong(`'${comparison}' is not ${Object.keys(comparisons).join(", ")}`);
  return create(KpiRefSchema, {
    id,
    variant,
    ...(limit === undefined ? {} : { threshold: create(DurationSchema, durationOf(limit)) }),
    ...(share === undefined ? {} : { quantile: share }),
    ...(comparison === undefined ? {} : { comparison: comparisons[comparison] as Comparison }),
  });
}

/** A KPI as one word; see parseKpi. */
export function kpiText({ spec, id, variant, threshold, quantile, comparison }: KpiRef): string {
  if (spec) return spec;
  const compared = Object.keys(comparisons).find((name) => comparisons[name] === comparison);
  return [
    id,
    variant && `.${variant}`,
    threshold && `@${lengthOf(millisecondsOf(threshold))}`,
    quantile !== undefined && `:${quantileText(quantile)}`,
    compared && `~${compared}`,
  ]
    .filter(Boolean)
    .join("");
}

function quantileOf(text: string): number | undefined {
  if (text === "min" || text === "max") return text === "min" ? 0 : 1;
  const percent = /^p(\d+(?:\.\d+)?)$/.exec(text)?.[1];
  // As text, since 99.9 divided by 100 is not 0.999.
  return percent !== undefined && Number(percent) <= 100 ? Number(`${percent}e-2`) : undefined;
}

// By rounding, since 0.999 times 100 is not 99.9.
const quantileText = (quantile: number): string =>
  quantile === 0 ? "min" : quantile === 1 ? "max" : `p${Number((100 * quantile).toFixed(10))}`;
