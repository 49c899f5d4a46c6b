import { parseKpi, type SelectorInit } from "@callcentergrpc/client";
import { isWindow } from "./choice.js";
import { Store } from "./store.js";

/** One tile of a wall: a KPI of everything or of one queue, or the queue that does worst. */
export interface TileChoice {
  /** As one word (see parseKpi), or worstQueue. */
  readonly kpi: string;
  /** Empty: everything. */
  readonly queue: string;
  readonly window: string;
  readonly isLarge: boolean;
}

/** What a wall shows. */
export interface Layout {
  readonly tiles: readonly TileChoice[];
  /** Whether the targets stand below. */
  readonly hasGoals: boolean;
}

export const worstQueue = "worst-queue";
export const tilesMax = 16;

const tile = (kpi: string, window: string, isLarge = false): TileChoice => ({ kpi, queue: "", window, isLarge });

export const standardLayout: Layout = {
  tiles: [
    tile("contacts_waiting", "30m", true),
    tile("service_level", "30m", true),
    tile("agents_available", "30m"),
    tile("abandonment_rate", "today"),
    tile("contacts_answered", "today"),
    tile(worstQueue, "30m"),
  ],
  hasGoals: true,
};

/** KPIs that a tile shows beside its own. */
const beside: Readonly<Record<string, readonly string[]>> = {
  contacts_waiting: ["longest_wait"],
  agents_available: ["agents_logged_in", "agents_on_break"],
  contacts_answered: ["contacts_offered"],
};

/** The selectors of a layout's tiles: one for each window, of everything and of queues. */
export function selectorsOf({ tiles }: Layout): SelectorInit[] {
  const found = new Map<string, { kpis: Set<string>; queues: Set<string>; window: string }>();
  for (const { kpi, queue, window } of tiles) {
    if (kpi === worstQueue) continue;
    const key = JSON.stringify([window, queue !== ""]);
    const one = found.get(key) ?? { kpis: new Set(), queues: new Set(), window };
    found.set(key, one);
    for (const spec of [kpi, ...(beside[kpi] ?? [])]) one.kpis.add(spec);
    if (queue) one.queues.add(queue);
  }
  return [...found.values()].map(({ kpis, queues, window }) => ({
    kpis: [...kpis],
    window,
    ...(queues.size > 0 ? { groupBy: ["queue"], where: { queue: [...queues] }, groups: { includeIdle: true } } : {}),
  }));
}

/** The place of a tile's selector among those of its layout. */
export const placeOf = (selectors: readonly SelectorInit[], { queue, window }: TileChoice): number =>
  selectors.findIndex((one) => one.window === window && (one.groupBy !== undefined) === (queue !== ""));

/** A layout as a file has it. Throws a RangeError for anything else, since files come from anywhere. */
export function readLayout(text: string): { name: string; layout: Layout } {
  const wrong = (why: string) => new RangeError(why);
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw wrong("no JSON");
  }
  const { name, tiles, goals } = (read ?? {}) as { name?: unknown; tiles?: unknown; goals?: unknown };
  if (typeof name !== "string" || !name.trim()) throw wrong("no name");
  if (!Array.isArray(tiles) || tiles.length === 0 || tiles.length > tilesMax) throw wrong(`1 to ${tilesMax} tiles`);
  return { name: name.trim().slice(0, 60), layout: { tiles: tiles.map(tileOf), hasGoals: goals !== false } };
}

function tileOf(read: unknown): TileChoice {
  const { kpi, queue = "", window = "30m", size = "small" } = (read ?? {}) as Record<string, unknown>;
  if (typeof kpi !== "string" || typeof queue !== "string" || typeof window !== "string" || !isWindow(window))
    throw new RangeError(JSON.stringify(read));
  if (kpi !== worstQueue) parseKpi(kpi);
  return { kpi, queue, window, isLarge: size === "large" };
}

/** A layout as a file. */
export const writeLayout = (name: string, { tiles, hasGoals }: Layout): string =>
  JSON.stringify(
    {
      name,
      goals: hasGoals,
      tiles: tiles.map(({ kpi, queue, window, isLarge }) => ({
        kpi,
        ...(queue && { queue }),
        window,
        size: isLarge ? "large" : "small",
      })),
    },
    undefined,
    2,
  );

const storedAs = "layouts";

function readStored(): ReadonlyMap<string, Layout> {
  try {
    const texts = JSON.parse(localStorage.getItem(storedAs) ?? "[]") as string[];
    return new Map(texts.map((text) => readLayout(text)).map(({ name, layout }) => [name, layout]));
  } catch {
    // Storage is off in this browser, or holds something else.
    return new Map();
  }
}

/** The reader's own layouts by name, which this browser keeps. */
export const layouts = new Store<ReadonlyMap<string, Layout>>(readStored());

export function keepLayouts(changed: ReadonlyMap<string, Layout>): void {
  layouts.value = changed;
  try {
    localStorage.setItem(storedAs, JSON.stringify([...changed].map(([name, layout]) => writeLayout(name, layout))));
  } catch {
    // Storage is off in this browser.
  }
}
