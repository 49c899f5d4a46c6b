import { Store } from "./store.js";

export const pageNames = ["supervisor", "wallboard", "agents", "queue", "tickets", "explore", "quality", "alerts"] as const;
export type PageName = (typeof pageNames)[number];

/** What the address shows: the page, and its settings. All of it can be shared. */
export interface Route {
  readonly page: PageName;
  readonly query: URLSearchParams;
}

function read(): Route {
  const [name = "", query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  return { page: pageNames.find((page) => page === name) ?? "supervisor", query: new URLSearchParams(query) };
}

export const route = new Store<Route>(read());
addEventListener("hashchange", () => {
  route.value = read();
});

/** The address of a page with settings. */
export function addressOf(page: PageName, query: Record<string, string> = {}): string {
  const text = new URLSearchParams(query).toString();
  return `#/${page}${text && `?${text}`}`;
}

/** Changes settings of the page in place; an empty value takes one away. */
export function setQuery(changed: Record<string, string>): void {
  const query = new URLSearchParams(route.value.query);
  for (const [name, value] of Object.entries(changed)) value ? query.set(name, value) : query.delete(name);
  const text = query.toString();
  history.replaceState(null, "", `#/${route.value.page}${text && `?${text}`}`);
  route.value = { page: route.value.page, query };
}
