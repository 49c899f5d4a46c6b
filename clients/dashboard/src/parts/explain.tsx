import {
  type Board,
  clockText,
  CodeKind,
  Comparison,
  type KpiDefinition,
  KpiKind,
  type KpiValue,
  millisecondsOf,
  momentOf,
  NoValueReason,
  type SelectorInit,
  textOf,
} from "@callcentergrpc/client";
import { useEffect, useRef, useState } from "preact/hooks";
import { ageMoment, serverNow } from "../state/clock.js";
import { addressOf } from "../state/route.js";
import type { Session } from "../state/session.js";
import { useStore } from "../state/store.js";
import { countText, dayAndTime, lengthText } from "../text/moments.js";
import type { Word } from "../text/en.js";
import { type Say, titleOf, useSay } from "../text/text.js";
import { Behind } from "./behind.js";
import { codeTitle } from "./codes.js";
import { targetText } from "./judged.js";
import { type Asked, asked, useJudge, useSession } from "./shown.js";

/** The reasons of the number that was clicked. */
export function Explain() {
  const what = useStore(asked);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (what && !dialog.current?.open) dialog.current?.showModal();
  }, [what]);
  const close = () => {
    asked.value = undefined;
  };
  const say = useSay();
  if (!what) return null;
  return (
    <dialog
      ref={dialog}
      class="explain"
      onClose={close}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
      aria-label={say("explain")}
    >
      <Reasons {...what} />
      <form method="dialog">
        <button class="plain">{say("close")}</button>
      </form>
    </dialog>
  );
}

function Reasons({ board, row, selector, column }: Asked) {
  const say = useSay();
  const session = useSession();
  const judge = useJudge();
  const about = board.columns[column];
  const id = about?.kpi?.id ?? "";
  const definition = session.definitions.get(id);
  const value = row.values[column];
  if (!about || !value) return null;
  const shown = { board, row, selector };
  const judged = judge(shown, about.spec);
  const variant = definition?.variants.find((one) => one.id === about.kpi?.variant) ?? definition?.variants[0];
  const groups = row.labels.map((label, i) => `${selector.groupBy?.[i]}: ${label || "–"}`);
  const isNow = about.kind === KpiKind.GAUGE || about.kind === KpiKind.SINCE;
  const zone = session.settings.timeZone;
  const edge = (moment: number | undefined) => (moment === undefined ? "" : dayAndTime(moment, zone, board.asOf));
  const asOf = ageMoment(board, serverNow());
  const comparison = about.kpi?.comparison ?? Comparison.UNSPECIFIED;
  return (
    <>
      <h2>
        {titleOf(about.titles, about.spec)} ·{" "}
        <span class="num">
          {value.value.case === "time" ? clockText(asOf - momentOf(value.value.value)) : textOf(value, board.asOf)}
        </span>
      </h2>
      <p>{titleOf(definition?.descriptions ?? {}, "")}</p>
      <dl>
        {partsOf(value, say, edge).map(([name, part]) => (
          <Line key={name} name={name}>
            <b class="num">{part}</b>
          </Line>
        ))}
        {value.value.case === undefined && (
          <Line name={say("noValueBecause")}>
            {codeTitle(session, CodeKind.NO_VALUE_REASON, `NO_VALUE_REASON_${NoValueReason[value.noValueReason]}`)}
          </Line>
        )}
        {judged && <Line name={say("judgedBy")}>{targetText(judged, shown, about.spec, say)}</Line>}
        <Line name={say("group")}>{groups.length > 0 ? groups.join(" · ") : say("everything")}</Line>
        <Line name={say("window")}>
          {thenWords[comparison] ? `${say(thenWords[comparison])} ` : ""}
          {isNow && !comparison ? say("nowNotWindow") : `${edge(board.windowStart)} – ${edge(board.windowEnd)} ${zone}`}
        </Line>
        {variant && (
          <Line name={say("variant")}>
            {variant.id}
            {variant.usedBy && <span class="dim"> · {say("usedBy", { name: variant.usedBy })}</span>}
          </Line>
        )}
        <Line name={say("formula")}>
          <code>{variant?.formula ?? definition?.formula}</code>
        </Line>
        <Symbols session={session} formula={variant?.formula ?? definition?.formula ?? ""} />
        {about.thresholds.length > 0 && (
          <Line name={say("thresholds")}>{about.thresholds.map((one) => lengthText(millisecondsOf(one))).join(", ")}</Line>
        )}
        <Line name={say("asOf")}>
          {edge(board.asOf)} {zone} · {say("version", { number: about.version })}
        </Line>
      </dl>
      {definition && definition.variants.length > 1 && !isNow && (
        <Variants definition={definition} selector={selector} labels={row.labels} />
      )}
      {!comparison && (
        <>
          <h3>{say("behind")}</h3>
          <Behind value={{ selector, labels: row.labels, column }} label={say("behind")} />
        </>
      )}
      <p>
        <a
          href={addressOf("explore", {
            kpi: about.spec || id,
            ...(selector.groupBy?.length ? { by: selector.groupBy.join(",") } : {}),
          })}
          onClick={() => (asked.value = undefined)}
        >
          {say("openInExplore")}
        </a>
      </p>
    </>
  );
}

/** Of which time the values of a comparison are, before the window's edges. */
const thenWords: Partial<Record<Comparison, Word>> = {
  [Comparison.PREVIOUS]: "rightBefore",
  [Comparison.DAY_BEFORE]: "dayBefore",
  [Comparison.WEEK_BEFORE]: "weekBefore",
};

function Line({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** What a number is made of. */
function partsOf({ value }: KpiValue, say: Say, edge: (moment: number) => string): [string, string][] {
  switch (value.case) {
    case "ratio":
      return [
        [say("numerator"), countText(Number(value.value.numerator))],
        [say("denominator"), countText(Number(value.value.denominator))],
      ];
    case "mean":
      return [
        [say("total"), value.value.total ? clockText(millisecondsOf(value.value.total)) : ""],
        [say("count"), countText(Number(value.value.count))],
      ];
    case "score":
      return [
        [say("total"), countText(value.value.total)],
        [say("count"), countText(Number(value.value.count))],
      ];
    case "rate":
      return [
        [say("count"), countText(Number(value.value.count))],
        [say("total"), value.value.time ? clockText(millisecondsOf(value.value.time)) : ""],
      ];
    case "time":
      return [[say("moment"), edge(momentOf(value.value))]];
    default:
      return [];
  }
}

function Symbols({ session, formula }: { session: Session; formula: string }) {
  const say = useSay();
  const found = session.catalogue.symbols.filter(({ symbol }) =>
    new RegExp(`(^|[^\\w])${symbol.replace(/[^\w ]/g, "\\$&")}($|[^\\w])`).test(formula),
  );
  if (found.length === 0) return null;
  return (
    <Line name={say("theseNames")}>
      {found.map(({ symbol, meaning }) => (
        <div key={symbol}>
          <code>{symbol}</code> {meaning}
        </div>
      ))}
    </Line>
  );
}

/** All variants of a KPI for the same group and window, read once. */
function Variants({ definition, selector, labels }: { definition: KpiDefinition; selector: SelectorInit; labels: readonly string[] }) {
  const say = useSay();
  const { client } = useSession();
  const [board, show] = useState<Board>();
  useEffect(() => {
    const groupBy = selector.groupBy ?? [];
    // A filter cannot ask for what is not set.
    if (labels.includes("")) return;
    const own = Object.fromEntries(groupBy.map((dimension, i) => [dimension, labels[i] ?? ""]));
    const where = Array.isArray(selector.where) ? {} : selector.where;
    client
      .snapshot({
        ...selector,
        kpis: definition.variants.map((one) => ({ id: definition.id, variant: one.id })),
        where: { ...where, ...own },
      })
      .then(show, () => {});
  }, []);
  const row = board?.find(...labels);
  if (!board || !row) return null;
  return (
    <details>
      <summary>
        {say("variants")} ({definition.variants.length})
      </summary>
      <table class="variants">
        <tbody>
          {definition.variants.map((one, i) => (
            <tr key={one.id}>
              <th scope="row">{one.id}</th>
              <td class="num">{textOf(row.values[i] as KpiValue, board.asOf)}</td>
              <td class="dim">{one.usedBy}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
