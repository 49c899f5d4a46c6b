import { useEffect, useRef, useState } from "preact/hooks";
import { download } from "../state/csv.js";
import { useQueues } from "../state/directory.js";
import {
  keepLayouts,
  type Layout,
  layouts,
  readLayout,
  standardLayout,
  type TileChoice,
  tilesMax,
  worstQueue,
  writeLayout,
} from "../state/layouts.js";
import { setQuery } from "../state/route.js";
import { useStore } from "../state/store.js";
import { useSay } from "../text/text.js";
import { useSession } from "./shown.js";
import { useKpiTitle } from "./wall.js";

const windows = ["30m", "60m", "today"];

/** Lets the reader compose a wall: which KPIs, of which queues, in which order. */
export function LayoutEditor({ name, layout, close }: { name: string; layout: Layout; close: () => void }) {
  const say = useSay();
  const own = useStore(layouts);
  const dialog = useRef<HTMLDialogElement>(null);
  const [called, call] = useState(name);
  const [draft, change] = useState(layout);
  const [failure, fail] = useState("");
  useEffect(() => dialog.current?.showModal(), []);
  const choose = (chosen: string) => {
    call(chosen);
    change(own.get(chosen) ?? standardLayout);
  };
  const keep = () => {
    const title = called.trim();
    keepLayouts(new Map(own).set(title, draft));
    setQuery({ layout: title });
    dialog.current?.close();
  };
  const remove = () => {
    const left = new Map(own);
    left.delete(called);
    keepLayouts(left);
    setQuery({ layout: "" });
    dialog.current?.close();
  };
  const read = async (file: File | undefined) => {
    if (!file) return;
    try {
      const found = readLayout(await file.text());
      call(found.name);
      change(found.layout);
      fail("");
    } catch (error) {
      fail(say("layoutUnreadable", { failure: (error as Error).message }));
    }
  };
  return (
    <dialog ref={dialog} class="explain layout-editor" onClose={close} aria-label={say("layout")}>
      <h2>{say("layout")}</h2>
      <p class="dim">{say("layoutHint")}</p>
      <div class="choices">
        <label>
          {say("layoutChoose")}
          <select value={own.has(called) ? called : ""} onChange={(event) => choose(event.currentTarget.value)}>
            <option value="">{say("layoutStandard")}</option>
            {[...own.keys()].map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say("name")}
          <input value={called} maxLength={60} name="layout-name" onInput={(event) => call(event.currentTarget.value)} />
        </label>
      </div>
      <Tiles tiles={draft.tiles} change={(tiles) => change({ ...draft, tiles })} />
      <label class="check">
        <input
          type="checkbox"
          checked={draft.hasGoals}
          onChange={(event) => change({ ...draft, hasGoals: event.currentTarget.checked })}
        />{" "}
        {say("goalsBelow")}
      </label>
      {failure && (
        <p class="act" role="alert">
          ■ {failure}
        </p>
      )}
      <div class="buttons">
        <button class="primary" disabled={!called.trim() || draft.tiles.length === 0} onClick={keep}>
          {say("save")}
        </button>
        {own.has(called) && (
          <button class="plain" onClick={remove}>
            {say("removeLayout")}
          </button>
        )}
        <button
          class="plain"
          onClick={() => download(`${called.trim() || "layout"}.json`, writeLayout(called.trim() || "layout", draft))}
        >
          {say("export")}
        </button>
        <label class="plain">
          {say("import")}
          <input
            class="unseen"
            type="file"
            accept=".json,application/json"
            onChange={(event) => void read(event.currentTarget.files?.[0])}
          />
        </label>
        <button class="plain" onClick={() => dialog.current?.close()}>
          {say("cancel")}
        </button>
      </div>
    </dialog>
  );
}

function Tiles({ tiles, change }: { tiles: readonly TileChoice[]; change: (tiles: readonly TileChoice[]) => void }) {
  const say = useSay();
  const titleOfKpi = useKpiTitle();
  const move = (from: number, by: number) => {
    const next = [...tiles];
    const [moved] = next.splice(from, 1);
    if (moved) next.splice(from + by, 0, moved);
    change(next);
  };
  return (
    <>
      <ol class="tile-list">
        {tiles.map((tile, i) => (
          <li key={i}>
            <TileLine tile={tile} change={(next) => change(tiles.map((one, at) => (at === i ? next : one)))} />
            <span class="buttons">
              <button
                class="plain"
                disabled={i === 0}
                onClick={() => move(i, -1)}
                aria-label={say("moveUp", { name: titleOfKpi(tile.kpi) })}
              >
                ↑
              </button>
              <button
                class="plain"
                disabled={i === tiles.length - 1}
                onClick={() => move(i, 1)}
                aria-label={say("moveDown", { name: titleOfKpi(tile.kpi) })}
              >
                ↓
              </button>
              <button
                class="plain"
                onClick={() => change(tiles.filter((_, at) => at !== i))}
                aria-label={say("remove", { name: titleOfKpi(tile.kpi) })}
              >
                ×
              </button>
            </span>
          </li>
        ))}
      </ol>
      <button
        class="plain"
        disabled={tiles.length >= tilesMax}
        onClick={() => change([...tiles, { kpi: "contacts_waiting", queue: "", window: "30m", isLarge: false }])}
      >
        {say("addTile")}
      </button>
    </>
  );
}

function TileLine({ tile, change }: { tile: TileChoice; change: (tile: TileChoice) => void }) {
  const say = useSay();
  const session = useSession();
  const titleOfKpi = useKpiTitle();
  const queues = useQueues(session);
  const windowNames = { "30m": say("window30"), "60m": say("window60"), today: say("windowToday") } as Record<string, string>;
  return (
    <>
      <select aria-label={say("kpi")} value={tile.kpi} onChange={(event) => change({ ...tile, kpi: event.currentTarget.value })}>
        {[...new Set([tile.kpi, worstQueue, ...session.catalogue.kpis.map((kpi) => kpi.id)])].map((id) => (
          <option key={id} value={id}>
            {titleOfKpi(id)}
          </option>
        ))}
      </select>
      {tile.kpi !== worstQueue && (
        <>
          <select
            aria-label={say("queue")}
            value={tile.queue}
            onChange={(event) => change({ ...tile, queue: event.currentTarget.value })}
          >
            <option value="">{say("everything")}</option>
            {[...new Set([tile.queue, ...queues.keys()])].filter(Boolean).map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
          <select
            aria-label={say("window")}
            value={tile.window}
            onChange={(event) => change({ ...tile, window: event.currentTarget.value })}
          >
            {[...new Set([tile.window, ...windows])].map((one) => (
              <option key={one} value={one}>
                {windowNames[one] ?? one}
              </option>
            ))}
          </select>
        </>
      )}
      <label class="check">
        <input type="checkbox" checked={tile.isLarge} onChange={(event) => change({ ...tile, isLarge: event.currentTarget.checked })} />{" "}
        {say("large")}
      </label>
    </>
  );
}
