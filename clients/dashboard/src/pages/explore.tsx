import { type Board, CodeKind, type Row, type SelectorInit } from "@callcentergrpc/client";
import { useMemo, useState } from "preact/hooks";
import { codeTitle } from "../parts/codes.js";
import { Nothing } from "../parts/frame.js";
import { Num } from "../parts/num.js";
import { Refusal } from "../parts/refusal.js";
import { useSession } from "../parts/shown.js";
import { SortHead, VirtualTable } from "../parts/virtual.js";
import { Filter, useFilter } from "../parts/window.js";
import { type Choice, choiceOf, dimensionsOf, idOf, isWindow, selectorOfChoice } from "../state/choice.js";
import { csvOf, download } from "../state/csv.js";
import { useBoards } from "../state/live.js";
import { route, setQuery } from "../state/route.js";
import { useStore } from "../state/store.js";
import { titleOf, useSay } from "../text/text.js";

const windows = ["10m", "30m", "60m", "today", "yesterday", "week", "previous-week", "interval:30m", "interval:30m:previous", "24h"];
const standard: Choice = {
  kpis: ["contacts_offered", "contacts_answered", "service_level", "abandonment_rate", "speed_of_answer"],
  by: ["queue"],
  where: "",
  values: [],
  window: "30m",
};

/** Any KPI, by any group, over any window; the address holds the choice. */
export function Explore() {
  const say = useSay();
  const { query } = useStore(route);
  const choice = query.has("kpi") ? choiceOf(query) : standard;
  return (
    <>
      <section class="panel">
        <h2>
          <span role="heading" aria-level={1}>
            {say("explore")}
          </span>{" "}
          <small>{say("exploreHint")}</small>
        </h2>
        <Choices choice={choice} />
      </section>
      {choice.kpis.length > 0 && isWindow(choice.window) && <Result choice={choice} />}
    </>
  );
}

function put(choice: Choice): void {
  setQuery({
    kpi: choice.kpis.join(",") || " ",
    by: choice.by.join(","),
    window: choice.window,
    where: choice.where ? `${choice.where}=${choice.values.join(",")}` : "",
  });
}

function Choices({ choice }: { choice: Choice }) {
  const say = useSay();
  const session = useSession();
  const dimensions = dimensionsOf(session, choice.kpis);
  const nameOf = (dimension: string) => codeTitle(session, CodeKind.DIMENSION, dimension);
  const change = (changed: Partial<Choice>) => put({ ...choice, ...changed });
  const group = (place: number) => (event: { currentTarget: HTMLSelectElement }) => {
    const by = [...choice.by];
    by[place] = event.currentTarget.value;
    change({ by: [...new Set(by.filter(Boolean))] });
  };
  return (
    <div class="choices">
      <Kpis choice={choice} />
      {[0, 1].map((place) => (
        <label key={place}>
          {say("groupBy")} {place + 1}
          <select value={choice.by[place] ?? ""} onChange={group(place)} disabled={place > choice.by.length}>
            <option value="">{say("nothing")}</option>
            {dimensions.map((one) => (
              <option key={one} value={one}>
                {nameOf(one)}
              </option>
            ))}
          </select>
        </label>
      ))}
      <label>
        {say("where")}
        <select value={choice.where} onChange={(event) => change({ where: event.currentTarget.value, values: [] })}>
          <option value="">{say("anyValue")}</option>
          {dimensions.map((one) => (
            <option key={one} value={one}>
              {nameOf(one)}
            </option>
          ))}
        </select>
      </label>
      {choice.where && (
        <label>
          {nameOf(choice.where)}
          <input
            value={choice.values.join(",")}
            onChange={(event) =>
              change({
                values: event.currentTarget.value
                  .split(",")
                  .map((one) => one.trim())
                  .filter(Boolean),
              })
            }
          />
        </label>
      )}
      <label>
        {say("window")}
        <input
          list="windows"
          value={choice.window}
          title={say("customWindow")}
          aria-invalid={!isWindow(choice.window)}
          onChange={(event) => change({ window: event.currentTarget.value.trim() || "30m" })}
        />
        <datalist id="windows">
          {windows.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      </label>
    </div>
  );
}

function Kpis({ choice }: { choice: Choice }) {
  const say = useSay();
  const { catalogue, definitions } = useSession();
  const titleOfSpec = (spec: string) => titleOf(definitions.get(idOf(spec))?.titles ?? {}, spec) + spec.slice(idOf(spec).length);
  const add = (event: { currentTarget: HTMLInputElement }) => {
    const entered = event.currentTarget.value.trim();
    const found = definitions.has(idOf(entered))
      ? entered
      : catalogue.kpis.find((kpi) => Object.values(kpi.titles).includes(entered))?.id;
    if (!found) return;
    event.currentTarget.value = "";
    if (!choice.kpis.includes(found)) put({ ...choice, kpis: [...choice.kpis, found] });
  };
  return (
    <div class="kpis">
      <span>{say("kpis")}</span>
      {choice.kpis.map((spec) => (
        <span key={spec} class="chip">
          {titleOfSpec(spec)}
          <button
            type="button"
            aria-label={say("remove", { name: titleOfSpec(spec) })}
            onClick={() => put({ ...choice, kpis: choice.kpis.filter((one) => one !== spec) })}
          >
            ×
          </button>
        </span>
      ))}
      <input list="kpis" placeholder={say("addKpi")} aria-label={say("addKpi")} onChange={add} />
      <datalist id="kpis">
        {catalogue.kpis.map((kpi) => (
          <option key={kpi.id} value={kpi.id}>
            {titleOf(kpi.titles, kpi.id)}
          </option>
        ))}
      </datalist>
    </div>
  );
}

function Result({ choice }: { choice: Choice }) {
  const say = useSay();
  const session = useSession();
  const selector = selectorOfChoice(choice);
  const {
    boards: [newest],
    isCurrent,
    refusal,
  } = useBoards(session, [{ selector }]);
  const board = isCurrent ? newest : undefined;
  const find = useFilter();
  const [sort, setSort] = useState({ id: "", isDown: true });
  const [isCopied, setCopied] = useState(false);
  const rows = useMemo(() => sorted(board, find, sort), [board, find, sort]);
  if (refusal) return <Refusal failure={refusal} />;
  if (!board) return null;
  const groups = choice.by;
  const by = (id: string) => setSort((before) => ({ id, isDown: before.id === id ? !before.isDown : true }));
  const copy = () => navigator.clipboard.writeText(location.href).then(() => setCopied(true));
  return (
    <section class={`panel ${board.isStale ? "stale" : ""}`}>
      <h2>
        {say("shownOf", { shown: rows.length, all: board.rows.length })}
        <span class="end">
          <Filter label={say("filter")} />{" "}
          <button class="plain" onClick={() => download(`kpis-${choice.window}.csv`, csvOf(board, groups))}>
            {say("download")}
          </button>{" "}
          <button class="plain" onClick={copy}>
            {say(isCopied ? "copied" : "copyAddress")}
          </button>
        </span>
      </h2>
      {rows.length === 0 && <Nothing title={say(board.rows.length > 0 ? "noMatch" : "noContacts")} />}
      {rows.length > 0 && (
        <VirtualTable
          rows={rows}
          label={say("explore")}
          columns={groups.length + board.columns.length}
          head={
            <tr>
              {groups.map((one, i) => (
                <SortHead
                  key={one}
                  id={`label ${i}`}
                  name={codeTitle(session, CodeKind.DIMENSION, one)}
                  sort={sort}
                  by={by}
                  left
                  say={say("sortBy", { name: one })}
                />
              ))}
              {board.columns.map(({ spec, titles, kpi }) => (
                <SortHead
                  key={spec}
                  id={spec}
                  name={titleOf(titles, spec) + spec.slice((kpi?.id ?? "").length)}
                  sort={sort}
                  by={by}
                  say={say("sortBy", { name: spec })}
                />
              ))}
            </tr>
          }
          line={(row) => <ResultLine key={JSON.stringify(row.labels)} row={row} board={board} selector={selector} />}
        />
      )}
    </section>
  );
}

function sorted(board: Board | undefined, find: string, { id, isDown }: { id: string; isDown: boolean }): Row[] {
  const rows = (board?.rows ?? []).filter((row) => row.labels.join(" ").toLowerCase().includes(find));
  const label = /^label (\d)$/.exec(id)?.[1];
  if (label !== undefined) rows.sort((a, b) => (a.labels[Number(label)] ?? "").localeCompare(b.labels[Number(label)] ?? ""));
  else if (board?.columns.some((column) => column.spec === id))
    rows.sort((a, b) => (a.number(id) ?? -Infinity) - (b.number(id) ?? -Infinity));
  else return rows;
  return isDown ? rows.reverse() : rows;
}

function ResultLine({ row, board, selector }: { row: Row; board: Board; selector: SelectorInit }) {
  return (
    <tr>
      {row.labels.map((label, i) => (
        <th key={i} scope="row" class="left name" title={label}>
          {label || "–"}
        </th>
      ))}
      {board.columns.map(({ spec }) => (
        <td key={spec}>
          <Num board={board} row={row} selector={selector} at={spec} />
        </td>
      ))}
    </tr>
  );
}
