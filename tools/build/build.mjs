// Bundles style sheets and scripts into tandem/ui/static/dist, and draws the sprite of the icons that are used.
import { build } from "esbuild";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const ui = "tandem/ui";
const out = `${ui}/static/dist`;
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const fonts = "node_modules/@fontsource-variable/atkinson-hyperlegible-next/files";
for (const subset of ["latin", "latin-ext"])
  copyFileSync(`${fonts}/atkinson-hyperlegible-next-${subset}-wght-normal.woff2`, `${out}/${subset}.woff2`);

/** What the bundler warns of is wrong: a brace too many ends a cascade layer and nobody sees it. */
async function bundle(options) {
  const target = ["chrome111", "firefox121", "safari16.4"];
  const { warnings } = await build({ bundle: true, minify: true, outdir: out, target, logLevel: "warning", ...options });
  if (warnings.length) process.exit(1);
}

await bundle({ entryPoints: { tandem: `${ui}/css/main.css` }, external: ["*.woff2"] });

const entries = { tandem: `${ui}/ts/main.ts`, lesson: `${ui}/ts/lesson/main.ts`, upload: `${ui}/ts/upload.ts` };
const there = Object.entries(entries).filter(([, path]) => existsSync(path));
await bundle({ entryPoints: Object.fromEntries(there), format: "esm" });

const icons = readFileSync(`${ui}/icons.txt`, "utf8").split("\n").map((line) => line.trim()).filter(Boolean);
const symbols = icons.map((line) => {
  const [name, source = name] = line.split(/\s+/);
  const svg = readFileSync(`node_modules/lucide-static/icons/${source}.svg`, "utf8");
  const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s+/g, " ").trim()}</symbol>`;
});
writeFileSync(`${out}/icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);

for (const file of readdirSync(out).sort()) {
  const bytes = readFileSync(`${out}/${file}`);
  const sent = file.endsWith(".woff2") ? bytes.length : gzipSync(bytes).length;
  console.log(`${file.padEnd(18)} ${String(bytes.length).padStart(7)} bytes, ${String(sent).padStart(6)} on the line`);
}
