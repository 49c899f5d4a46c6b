import type { SelectorInit } from "@callcentergrpc/client";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Badge, Nothing, ZoneClock } from "../parts/frame.js";
import { Goals } from "../parts/goals.js";
import { LayoutEditor } from "../parts/layouteditor.js";
import { Refusal } from "../parts/refusal.js";
import { useSession, useTargets } from "../parts/shown.js";
import { LayoutTiles, WorstQueues } from "../parts/wall.js";
import { type Layout, layouts, selectorsOf, standardLayout } from "../state/layouts.js";
import { useBoards } from "../state/live.js";
import { language, switchLanguage, switchTheme } from "../state/look.js";
import { addressOf, route, setQuery } from "../state/route.js";
import { useStore } from "../state/store.js";
import { useSay } from "../text/text.js";

const byQueue: SelectorInit = { kpis: ["contacts_waiting", "longest_wait", "service_level"], groupBy: ["queue"], window: "30m" };

const rotationDefault = 15;
const goalsMax = 4;

/** Which of the faces is shown: the tiles, or the worst queues; they take turns when the address says so. */
function useFace(count: number, seconds: number): number {
  const [face, show] = useState(0);
  useEffect(() => {
    if (!seconds) {
      show(0);
      return undefined;
    }
    const timer = setInterval(() => show((before) => (before + 1) % count), 1000 * seconds);
    return () => clearInterval(timer);
  }, [count, seconds]);
  return face;
}

/** How large a hundredth of the height is drawn, so that all rows of a layout have room: 48 for a row with a large tile, else 33. */
function unitOf({ tiles }: Layout, hasGoals: boolean): number {
  const rows = Math.ceil(tiles.reduce((sum, tile) => sum + (tile.isLarge ? 2 : 1), 0) / 4);
  const large = Math.ceil(tiles.filter((tile) => tile.isLarge).length / 2);
  return Math.min(1, (hasGoals ? 72 : 84) / (48 * large + 33 * Math.max(0, rows - large)));
}

/** The screen that is read from across the room. */
export function Wallboard() {
  const say = useSay();
  const session = useSession();
  const { query } = useStore(route);
  const own = useStore(layouts);
  const name = query.get("layout") ?? "";
  const [isEdited, edit] = useState(false);
  const layout = own.get(name) ?? standardLayout;
  const selectors = useMemo(() => selectorsOf(layout), [layout]);
  const hasGoals = layout.hasGoals && (useTargets() ?? []).length > 0;
  const rotate = Math.min(3600, Math.max(0, Number(query.get("rotate") ?? 0) || 0));
  const { boards, refusal, isCurrent } = useBoards(
    session,
    [byQueue, ...selectors].map((selector) => ({ selector })),
  );
  const [queues, ...ofTiles] = isCurrent ? boards : [];
  const face = useFace(2, rotate);
  const isEmpty = queues?.completeness && !queues.completeness.newestEventTime;
  return (
    <div class={`wall ${queues?.isStale ? "stale" : ""}`}>
      <header>
        <h1>{query.get("title") || name || say("wallboard")}</h1>
        <div class="right">
          <ZoneClock /> <Badge />
          <span class="controls">
            <a class="plain" href={addressOf("supervisor")}>
              {say("supervisor")}
            </a>
            <button class="plain" aria-pressed={rotate > 0} onClick={() => setQuery({ rotate: rotate ? "" : String(rotationDefault) })}>
              {say(rotate ? "stopRotating" : "rotate")}
            </button>
            <button class="plain" onClick={() => edit(true)}>
              {say("layout")}
            </button>
            <button class="plain" onClick={switchLanguage} title={say("switchLanguage")}>
              {useStore(language) === "en" ? "中文" : "EN"}
            </button>
            <button class="plain" onClick={switchTheme} title={say("light")} aria-label={say("light")}>
              ◐
            </button>
          </span>
        </div>
      </header>
      {refusal && <Refusal failure={refusal} />}
      {isEmpty && <Nothing title={say("noEvents")} help={say("noEventsHelp")} />}
      {!isEmpty &&
        !refusal &&
        (face === 0 ? (
          <>
            <main
              class={`tiles ${layout === standardLayout ? "standard" : ""}`}
              style={{ "--u": `calc(min(1vh, 0.56vw) * ${unitOf(layout, hasGoals)})` }}
            >
              <LayoutTiles layout={layout} selectors={selectors} boards={ofTiles} queues={queues} byQueue={byQueue} />
            </main>
            {hasGoals && <Goals max={goalsMax} isWall />}
          </>
        ) : (
          <WorstQueues board={queues} selector={byQueue} />
        ))}
      {isEdited && <LayoutEditor name={name} layout={layout} close={() => edit(false)} />}
    </div>
  );
}
