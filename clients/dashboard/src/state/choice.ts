import { parseWindow, type SelectorInit } from "@callcentergrpc/client";
import type { Session } from "./session.js";

/** What the explore page shows, as its address has it: kpi=a,b&by=queue&where=queue=sales,help&window=30m. */
export interface Choice {
  readonly kpis: readonly string[];
  readonly by: readonly string[];
  readonly where: string;
  readonly values: readonly string[];
  readonly window: string;
}

const list = (text: string | null): string[] =>
  (text ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);

export function choiceOf(query: URLSearchParams): Choice {
  const filter = query.get("where") ?? "";
  const at = filter.indexOf("=");
  return {
    kpis: list(query.get("kpi")).slice(0, 20),
    by: list(query.get("by")).slice(0, 4),
    where: at > 0 ? filter.slice(0, at) : "",
    values: at > 0 ? list(filter.slice(at + 1)) : [],
    window: query.get("window") || "30m",
  };
}

/** Whether a window can be read. */
export function isWindow(text: string): boolean {
  try {
    parseWindow(text);
    return true;
  } catch {
    return false;
  }
}

export function selectorOfChoice(choice: Choice): SelectorInit {
  return {
    kpis: [...choice.kpis],
    groupBy: [...choice.by],
    window: choice.window,
    ...(choice.where && choice.values.length > 0 ? { where: { [choice.where]: choice.values } } : {}),
  };
}

/** The dimensions that some of the chosen KPIs have, in the order of the first. */
export function dimensionsOf(session: Session, kpis: readonly string[]): string[] {
  const chosen = kpis.flatMap((spec) => session.definitions.get(idOf(spec)) ?? []);
  return [...new Set((chosen.length > 0 ? chosen : session.catalogue.kpis).flatMap((kpi) => kpi.dimensions))].filter(
    (one) => one !== "tag.NAME",
  );
}

/** The id in a spec such as "service_level.answered_only@20s". */
export const idOf = (spec: string): string => /^[a-z0-9_]*/.exec(spec)?.[0] ?? "";
