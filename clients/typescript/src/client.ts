import type { MessageInitShape } from "@bufbuild/protobuf";
import { type CallOptions, type Client, createClient, type Interceptor } from "@connectrpc/connect";
import { openTransport } from "#transport";
import { AlertStream, type AlertsNow, type AlertWatchOptions } from "./alerts.js";
import { type Board, boardOf } from "./board.js";
import { CallCenterError } from "./errors.js";
import { type Alert, AlertService, type ListAlertsRequestSchema } from "./generated/callcenter/v1/alert_service_pb.js";
import type { KpiDefinition } from "./generated/callcenter/v1/kpi_pb.js";
import {
  type Agent,
  type ExplainValueResponse,
  type GetSettingsResponse,
  KpiService,
  type ListAgentsRequestSchema,
  type ListKpisResponse,
  type ListQueuesRequestSchema,
  type ListSourcesRequestSchema,
  type ListTagsRequestSchema,
  type ListTargetsResponse,
  type Queue,
  type Source,
  type Tag,
} from "./generated/callcenter/v1/kpi_service_pb.js";
import { BoardMerger } from "./merger.js";
import type { ConnectOptions, WatchOptions } from "./options.js";
import { type SelectorInit, selectorOf } from "./selector.js";
import { type SeriesInit, seriesRequest, boardsOf } from "./series.js";
import { Subscription } from "./subscription.js";
import { momentOf } from "./times.js";

/** A selector of a common stream, with a pace of its own. */
export interface Watched {
  readonly selector: SelectorInit;
  /** The shortest time between two boards in milliseconds. Default: that of the watch. */
  readonly minInterval?: number;
}

/** The newest board of one of several selectors. */
export interface WatchedBoard {
  /** Index of the selector. */
  readonly index: number;
  readonly board: Board;
}

/** Asks what is behind a value. */
export interface ExplainInit {
  /** The selector that has the value. */
  readonly selector: SelectorInit;
  /** The group, as in Row.labels. Default: none, for a selector that groups by nothing. */
  readonly labels?: readonly string[];
  /** Index of the KPI in the selector. Default 0. */
  readonly column?: number;
  /** Largest number of entries of the page, 1 to 1000. Default 100. */
  readonly pageSize?: number;
  /** The nextPageToken of the page before. */
  readonly pageToken?: string;
}

/** Reads the KPIs of one server, once or as boards that survive disconnections. All calls may run at once. */
export class KpiClient {
  readonly #client: Client<typeof KpiService>;
  readonly #alerts: Client<typeof AlertService>;

  /** Use {@link connect}. */
  constructor(client: Client<typeof KpiService>, alerts: Client<typeof AlertService>) {
    this.#client = client;
    this.#alerts = alerts;
  }

  /** Watches the open alerts: all of them at once, and again whenever one has changed. Survives disconnections as {@link watch} does. */
  watchAlerts(options: AlertWatchOptions = {}): AsyncGenerator<AlertsNow, void> {
    return new AlertStream(this.#alerts, options).read();
  }

  /** The alerts, open and cleared, the newest breach first. */
  alerts(request: MessageInitShape<typeof ListAlertsRequestSchema> = {}, options: CallOptions = {}): AsyncGenerator<Alert, void> {
    return pages(request.pageToken, async (pageToken) => {
      const page = await ask(this.#alerts.listAlerts({ ...request, pageToken }, options), options);
      return [page.alerts, page.nextPageToken];
    });
  }

  /** Notes that somebody has seen an alert. The name is needed where the credential has none. */
  async acknowledge(request: { id: string; note?: string; name?: string }, options: CallOptions = {}): Promise<Alert | undefined> {
    return (await ask(this.#alerts.acknowledgeAlert(request, options), options)).alert;
  }

  /**
   * Watches a selector: a board at once, a new one for every message, heartbeats included, and the last one again as stale when the
   * server is silent for too long or the stream breaks. After a disconnection it goes on from where it was. Ends only when the caller
   * leaves the loop, by options.signal, or by a CallCenterError that a retry cannot help.
   */
  async *watch(selector: SelectorInit, options: WatchOptions = {}): AsyncGenerator<Board, void> {
    for await (const { board } of this.watchAll([{ selector }], options)) yield board;
  }

  /** Watches up to 32 selectors on one stream, as browsers allow few: a board as in {@link watch}, with the index of its selector. */
  async *watchAll(watched: readonly Watched[], options: WatchOptions = {}): AsyncGenerator<WatchedBoard, void> {
    const subscription = new Subscription(
      this.#client,
      watched.map((one) => ({
        selector: selectorOf(one.selector),
        minInterval: one.minInterval ?? options.minInterval,
        isPeriodic: options.periodic ?? false,
      })),
      options,
    );
    const mergers = watched.map(() => new BoardMerger());
    for await (const { index, message } of subscription.read()) {
      const merger = mergers[index] as BoardMerger;
      if (message && !merger.apply(message)) {
        subscription.forget(index);
        continue;
      }
      const board = message ? merger.board : merger.stale();
      if (board) yield { index, board };
    }
  }

  /** Reads the values of a selector now, however many they are. Includes every event that was acked before the call. */
  async snapshot(selector: SelectorInit, options: CallOptions = {}): Promise<Board> {
    try {
      const answer = await ask(this.#client.getSnapshot({ selector: selectorOf(selector) }, options), options);
      if (!answer.snapshot) throw new CallCenterError("The server's answer has no values.", { reason: "", retryable: false });
      return boardOf(answer.snapshot, {
        asOf: answer.asOfTime ? momentOf(answer.asOfTime) : 0,
        serverTime: answer.serverTime && momentOf(answer.serverTime),
        completeness: answer.completeness,
        refreshInterval: undefined,
      });
    } catch (error) {
      if (!(error instanceof CallCenterError) || error.reason !== "ANSWER_TOO_LARGE") throw error;
      // A subscription sends it in parts.
      for await (const board of this.watch(selector, options.signal ? { signal: options.signal } : {})) return board;
      throw error;
    }
  }

  /** Reads the values of a selector by intervals, up to the one that runs now: a board for each interval, in order, oldest first. */
  async series(request: SeriesInit, options: CallOptions = {}): Promise<readonly Board[]> {
    return boardsOf(await ask(this.#client.querySeries(seriesRequest(request), options), options));
  }

  /** Reads a page of the contacts or agents behind a value, each with what it adds. Value and sums are on the first page only. */
  explain({ selector, ...request }: ExplainInit, options: CallOptions = {}): Promise<ExplainValueResponse> {
    const labels = [...(request.labels ?? [])];
    return ask(this.#client.explainValue({ ...request, labels, selector: selectorOf(selector) }, options), options);
  }

  /** The targets that the tenant's settings have, each with how its values do now. */
  targets(options: CallOptions = {}): Promise<ListTargetsResponse> {
    return ask(this.#client.listTargets({}, options), options);
  }

  /** The definitions of all KPIs, in the order of the catalogue. */
  async listKpis(options: CallOptions = {}): Promise<readonly KpiDefinition[]> {
    return (await this.catalogue(options)).kpis;
  }

  /** The definitions of all KPIs with the server's defaults, and the names of units, states and other codes in English and Chinese. */
  catalogue(options: CallOptions = {}): Promise<ListKpisResponse> {
    return ask(this.#client.listKpis({}, options), options);
  }

  /** The settings that the tenant's numbers depend on, such as the threshold of each queue. */
  settings(options: CallOptions = {}): Promise<GetSettingsResponse> {
    return ask(this.#client.getSettings({}, options), options);
  }

  /** The sources, by name. All lists are read page after page; pageSize is that of a page, pageToken where to start. */
  sources(request: MessageInitShape<typeof ListSourcesRequestSchema> = {}, options: CallOptions = {}): AsyncGenerator<Source, void> {
    return pages(request.pageToken, async (pageToken) => {
      const page = await ask(this.#client.listSources({ ...request, pageToken }, options), options);
      return [page.sources, page.nextPageToken];
    });
  }

  /** The queues, by name. */
  queues(request: MessageInitShape<typeof ListQueuesRequestSchema> = {}, options: CallOptions = {}): AsyncGenerator<Queue, void> {
    return pages(request.pageToken, async (pageToken) => {
      const page = await ask(this.#client.listQueues({ ...request, pageToken }, options), options);
      return [page.queues, page.nextPageToken];
    });
  }

  /** The agents with their states, by id. */
  agents(request: MessageInitShape<typeof ListAgentsRequestSchema> = {}, options: CallOptions = {}): AsyncGenerator<Agent, void> {
    return pages(request.pageToken, async (pageToken) => {
      const page = await ask(this.#client.listAgents({ ...request, pageToken }, options), options);
      return [page.agents, page.nextPageToken];
    });
  }

  /** The tags of visits, by name. */
  tags(request: MessageInitShape<typeof ListTagsRequestSchema> = {}, options: CallOptions = {}): AsyncGenerator<Tag, void> {
    return pages(request.pageToken, async (pageToken) => {
      const page = await ask(this.#client.listTags({ ...request, pageToken }, options), options);
      return [page.tags, page.nextPageToken];
    });
  }
}

/**
 * A client of the server at an address: in Node a gRPC address such as "http://127.0.0.1:50051", in browsers one that speaks gRPC-Web
 * (https, or the server's Web address). Nothing is sent before the first call.
 */
export function connect(address: string, options: ConnectOptions = {}): KpiClient {
  const { key } = options;
  const authorize: Interceptor = (next) => async (request) => {
    request.header.set("Authorization", `Bearer ${typeof key === "function" ? await key() : key}`);
    return next(request);
  };
  const transport = options.transport ?? openTransport(address, key === undefined ? [] : [authorize]);
  return new KpiClient(createClient(KpiService, transport), createClient(AlertService, transport));
}

async function ask<T>(answer: Promise<T>, options: CallOptions): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    options.signal?.throwIfAborted();
    throw CallCenterError.from(error);
  }
}

async function* pages<T>(first: string | undefined, read: (token: string) => Promise<[T[], string]>): AsyncGenerator<T, void> {
  let next = first ?? "";
  do {
    const [entries, token] = await read(next);
    yield* entries;
    next = token;
  } while (next !== "");
}
