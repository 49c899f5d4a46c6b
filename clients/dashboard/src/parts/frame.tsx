import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { paused, serverNow, useClock } from "../state/clock.js";
import { openAlerts } from "../state/alerts.js";
import { connection, newest } from "../state/live.js";
import { language, switchLanguage, switchTheme } from "../state/look.js";
import { addressOf, pageNames, route } from "../state/route.js";
import { signOut } from "../state/session.js";
import { Store, useStore } from "../state/store.js";
import { timeOfDay } from "../text/moments.js";
import { useSay } from "../text/text.js";
import { DataQuality } from "./completeness.js";
import { useSession } from "./shown.js";

const helps = new Store(false);
const pauseLength = 60_000;

/** What surrounds the pages: navigation, the state of the connection, the zone's clock, and how complete the data is. */
export function Frame({ children, hasKey }: { children: ComponentChildren; hasKey: boolean }) {
  const say = useSay();
  const { page } = useStore(route);
  useKeys();
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("main")?.focus();
        }}
      >
        {say("skip")}
      </a>
      <header>
        <nav aria-label={say("pages")}>
          {pageNames.map((name) => (
            <a key={name} href={addressOf(name)} {...(name === page ? { "aria-current": "page" as const } : {})}>
              {say(name)}
              {name === "alerts" && <AlertCount />}
            </a>
          ))}
        </nav>
        <div class="right">
          <Badge />
          <ZoneClock />
          <button
            class="plain"
            onClick={switchLanguage}
            title={say("switchLanguage")}
            lang={useStore(language) === "en" ? "zh-Hans" : "en"}
          >
            {useStore(language) === "en" ? "中文" : "EN"}
          </button>
          <button class="plain" onClick={switchTheme} title={say("light")} aria-label={say("light")}>
            ◐
          </button>
          <button class="plain" onClick={() => (helps.value = true)} title={say("help")} aria-label={say("help")}>
            ?
          </button>
          {hasKey && (
            <button class="plain" onClick={() => signOut()}>
              {say("signOut")}
            </button>
          )}
        </div>
      </header>
      <PausedBar />
      <main id="main" tabIndex={-1} class={`page-${page}`}>
        {children}
      </main>
      <footer>
        <DataQuality />
      </footer>
      <Help />
    </>
  );
}

/** How many open alerts nobody has seen yet. */
function AlertCount() {
  const say = useSay();
  const count = useStore(openAlerts)?.open.filter((one) => !one.acknowledgement).length ?? 0;
  if (count === 0) return null;
  return (
    <span class="count" aria-label={say("unseenAlerts", { count })}>
      {count}
    </span>
  );
}

/** Live, how old, or reconnecting: by this machine's clock. */
export function Badge() {
  const say = useSay();
  const { state, heardAt, failure } = useStore(connection);
  const board = useStore(newest);
  const { settings } = useSession();
  useClock();
  const age = Date.now() - heardAt;
  const since = board ? timeOfDay(board.asOf, settings.timeZone) : "–";
  if (state === "connecting")
    return (
      <span class="badge none" role="status">
        ◌ {say("connecting")}
      </span>
    );
  if (state === "broken")
    return (
      <span class="badge act" role="status" title={failure}>
        ○ {say("reconnecting", { time: since })}
      </span>
    );
  // A heartbeat comes every 5 s.
  if (age > 7000)
    return (
      <span class="badge watch" role="status">
        ◐ {say("secondsOld", { age: `${Math.round(age / 1000)} s` })}
      </span>
    );
  return (
    <span class="badge ok" role="status">
      ● {say("live")}
    </span>
  );
}

/** The time in the tenant's zone, which is named. */
export function ZoneClock() {
  const now = useClock();
  const { timeZone } = useSession().settings;
  return (
    <span class="clock">
      {timeOfDay(now, timeZone)} <span class="zone">{timeZone || "UTC"}</span>
    </span>
  );
}

function PausedBar() {
  const say = useSay();
  const isPaused = useStore(paused);
  const { timeZone } = useSession().settings;
  const [until, setUntil] = useState(0);
  useEffect(() => {
    if (!isPaused) return undefined;
    setUntil(serverNow() + pauseLength);
    const timer = setTimeout(() => (paused.value = false), pauseLength);
    return () => clearTimeout(timer);
  }, [isPaused]);
  if (!isPaused) return null;
  return (
    <div class="paused" role="status">
      ▮▮ {say("pausedBar", { time: timeOfDay(until, timeZone) })}{" "}
      <button class="plain" onClick={() => (paused.value = false)}>
        {say("resume")}
      </button>
    </div>
  );
}

const keys: Readonly<Record<string, () => void>> = {
  t: switchTheme,
  l: switchLanguage,
  p: () => (paused.value = !paused.value),
  f: () => void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
  "/": () => document.querySelector<HTMLInputElement>("input[type=search]")?.focus(),
  "?": () => (helps.value = true),
};

function useKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches("input, select, textarea");
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
      const page = pageNames[Number(event.key) - 1];
      if (page) location.hash = addressOf(page);
      else if (Object.hasOwn(keys, event.key)) keys[event.key]?.();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

function Help() {
  const say = useSay();
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = useStore(helps);
  useEffect(() => {
    if (isOpen && !dialog.current?.open) dialog.current?.showModal();
  }, [isOpen]);
  if (!isOpen) return null;
  const lines = [
    ["1 – 8", "keyPages"],
    ["/", "keyFilter"],
    ["t", "keyTheme"],
    ["l", "keyLanguage"],
    ["f", "keyFull"],
    ["p", "keyPause"],
    ["?", "keyHelp"],
  ] as const;
  return (
    <dialog ref={dialog} class="explain" onClose={() => (helps.value = false)} aria-label={say("help")}>
      <h2>{say("help")}</h2>
      <dl>
        {lines.map(([key, word]) => [
          <dt key={key}>
            <kbd>{key}</kbd>
          </dt>,
          <dd key={word}>{say(word)}</dd>,
        ])}
      </dl>
      <form method="dialog">
        <button class="plain">{say("close")}</button>
      </form>
    </dialog>
  );
}

/** A choice among a few, as buttons. */
export function Choice<T extends string>({
  of,
  chosen,
  choose,
  label,
}: {
  of: readonly { value: T; text: string }[];
  chosen: T;
  choose: (value: T) => void;
  label: string;
}) {
  return (
    <span class="choice" role="group" aria-label={label}>
      {of.map(({ value, text }) => (
        <button key={value} type="button" aria-pressed={value === chosen} onClick={() => choose(value)}>
          {text}
        </button>
      ))}
    </span>
  );
}

/** What a page says when there is nothing to show. */
export function Nothing({ title, help }: { title: string; help?: string }) {
  return (
    <div class="nothing">
      <p>{title}</p>
      {help && <p class="dim">{help}</p>}
    </div>
  );
}
