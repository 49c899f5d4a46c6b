import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";

const built = (name: string, file: string) => fileURLToPath(new URL(`../../${name}/bin/Debug/net10.0/${file}`, import.meta.url));

/** The built command line; the variable names another one. */
export const ccg = process.env["CCG"] ?? built("src/CallCenter.Cli", "ccg.dll");

const scriptedServer = process.env["SCRIPTED_SERVER"] ?? built("tests/CallCenter.ScriptedServer", "CallCenter.ScriptedServer.dll");

/** Settings of the server as variables of the environment. */
const variablesOf = (name: string, setting: unknown): Record<string, string> =>
  typeof setting === "object" && setting !== null
    ? Object.assign({}, ...Object.entries(setting).map(([key, inner]) => variablesOf(`${name}__${key}`, inner)))
    : { [name]: String(setting) };

/** A program of .NET with its lines. */
export class Program {
  readonly process: ChildProcess;
  readonly lines: Interface;

  constructor(dll: string, options: readonly string[] = [], settings: object = {}) {
    const env = { ...process.env, ...variablesOf("CallCenter", settings) };
    this.process = spawn("dotnet", [dll, ...options], { stdio: ["pipe", "pipe", "inherit"], env });
    if (!this.process.stdout) throw new Error("no output");
    this.lines = createInterface(this.process.stdout);
  }

  /** Ends it, by the signal, or at the end of its input. */
  async end(signal?: NodeJS.Signals): Promise<void> {
    const ended = new Promise((done) => this.process.once("exit", done));
    if (signal) this.process.kill(signal);
    else this.process.stdin?.end();
    if (this.process.exitCode === null && this.process.signalCode === null) await ended;
  }
}

// Above the ports of well-known services, and below those that connections get.
async function freePort(): Promise<number> {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 18_000);
    const isFree = await new Promise<boolean>((done) => {
      const server = createServer()
        .once("error", () => done(false))
        .listen(port, "127.0.0.1", () => server.close(() => done(true)));
    });
    if (isFree) return port;
  }
}

/** A server with a store of its own, which can be killed and started again at the same addresses. */
export class RealServer {
  #program: Program | undefined;

  private constructor(
    readonly grpc: string,
    readonly web: string,
    readonly folder: string,
    readonly options: readonly string[],
    readonly settings: object,
  ) {}

  /** Options of the command line, and settings as appsettings.json has them. */
  static async start({ options = [], settings = {} }: { options?: string[]; settings?: object } = {}): Promise<RealServer> {
    const folder = await mkdtemp(join(tmpdir(), "ccg-clients-"));
    const [grpc, web] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
    const server = new RealServer(grpc, web, folder, options, settings);
    await server.serve();
    return server;
  }

  async serve(): Promise<void> {
    this.#program = new Program(
      ccg,
      ["serve", "--data", this.folder, "--listen", this.grpc, "--web", this.web, ...this.options],
      this.settings,
    );
    while (
      !(await fetch(`${this.web}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      ))
    )
      await new Promise((done) => setTimeout(done, 50));
  }

  kill(): Promise<void> {
    return this.#program?.end("SIGKILL") ?? Promise.resolve();
  }

  /** Sends events of a source, each with an id of its own. */
  async publish(source: string, ...events: object[]): Promise<void> {
    const named = events.map((event) => ({ eventId: crypto.randomUUID(), occurredTime: new Date().toISOString(), ...event }));
    const answer = await fetch(`${this.web}/v1/events`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ source, events: named }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }

  async end(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true });
  }
}

/** One step of a subscription; see JsonCommands of the scripted server. */
export type Step = { say: unknown } | { fail: Failure } | { stay: true };

export interface Failure {
  code: string;
  reason?: string;
  message?: string;
  metadata?: Record<string, string>;
  retryAfter?: number;
}

type Line = Record<string, unknown>;

/** A server that obeys the contract unless a test scripts the next conversation. */
export class ScriptedServer {
  address = "";
  web = "";
  readonly #program: Program;
  readonly #said: Line[] = [];
  #wake: () => void = () => {};

  private constructor() {
    this.#program = new Program(scriptedServer);
    this.#program.lines.on("line", (line) => {
      this.#said.push(JSON.parse(line));
      this.#wake();
    });
  }

  static async start(): Promise<ScriptedServer> {
    const server = new ScriptedServer();
    const first = await server.#next("grpc");
    server.address = String(first["grpc"]);
    server.web = String(first["web"]);
    return server;
  }

  /** The script of the next subscription. */
  subscribe(...steps: Step[]): Promise<void> {
    return this.tell({ subscribe: steps });
  }

  async tell(command: Line): Promise<void> {
    this.#program.process.stdin?.write(`${JSON.stringify(command)}\n`);
    await this.#next("done");
  }

  /** The next request of a method that came and was not asked for yet. */
  async request(method: string): Promise<Line> {
    return (await this.#next(method))[method] as Line;
  }

  /** Forgets the requests of a method that came until now. */
  forget(method: string): void {
    for (let at = this.#said.length - 1; at >= 0; at--) if (method in (this.#said[at] as Line)) this.#said.splice(at, 1);
  }

  end(): Promise<void> {
    return this.#program.end();
  }

  async #next(name: string): Promise<Line> {
    for (;;) {
      const at = this.#said.findIndex((line) => name in line);
      if (at >= 0) return this.#said.splice(at, 1)[0] as Line;
      await new Promise<void>((done) => {
        this.#wake = done;
      });
    }
  }
}
