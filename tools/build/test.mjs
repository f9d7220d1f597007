// Runs every *.test.ts with Node's own test runner; esbuild takes the types away first.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";

const out = "build/ts-tests";
rmSync(out, { recursive: true, force: true });
const found = readdirSync("tandem/ui/ts", { recursive: true }).filter((name) => name.endsWith(".test.ts"));
await build({
  entryPoints: found.map((name) => `tandem/ui/ts/${name}`),
  bundle: true,
  platform: "node",
  format: "esm",
  outdir: out,
  outExtension: { ".js": ".mjs" },
  logLevel: "warning",
});
const made = readdirSync(out, { recursive: true }).filter((name) => name.endsWith(".test.mjs"));
const run = spawnSync(process.execPath, ["--test", ...made.map((name) => `${out}/${name}`)], { stdio: "inherit" });
process.exit(run.status ?? 1);
