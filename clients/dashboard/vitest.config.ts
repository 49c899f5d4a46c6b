import { defineConfig } from "vitest/config";
import TrxReporter from "../testing/trx.js";

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"], externalConditions: ["source"] } },
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ["default", new TrxReporter({ name: "dashboard" })],
  },
});
