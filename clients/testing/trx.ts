import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Reporter, TestCase, TestModule } from "vitest/node";

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] as string);

/** Writes the results as the tests of .NET do, so that one line can count all: node-NAME.trx in the folder $RESULTS. */
export default class TrxReporter implements Reporter {
  readonly #name: string;

  constructor({ name }: { name: string }) {
    this.#name = name;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const folder = process.env["RESULTS"];
    if (!folder) return;
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const broken = modules.flatMap((module) => module.errors().map((error) => ({ name: module.moduleId, message: error.message })));
    const failed = tests
      .filter((test) => test.result().state === "failed")
      .map((test) => ({ name: test.fullName, message: messageOf(test) }));
    const passed = tests.filter((test) => test.result().state === "passed").length;
    const lines = [...failed, ...broken].map(
      ({ name, message }) =>
        `<UnitTestResult testName="${escape(name)}" outcome="Failed"><Message>${escape(message)}</Message></UnitTestResult>`,
    );
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, `node-${this.#name}.trx`),
      `<TestRun>\n${lines.join("\n")}\n<Counters passed="${passed}" failed="${lines.length}" />\n</TestRun>\n`,
    );
  }
}

const messageOf = (test: TestCase): string => (test.result().errors ?? []).map((error) => error.message).join(" ");
