// Builds what the browser needs into hengjian/faces/static/built. `--watch` rebuilds on change.
import { build, context } from "esbuild";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "hengjian", "faces", "static", "built");

const settings = {
  absWorkingDir: here,
  entryPoints: { desk: "src/desk.js", editor: "src/editor.js", look: "src/look.css" },
  outdir: out,
  bundle: true,
  minify: true,
  sourcemap: false,
  target: ["chrome80", "firefox80", "safari15"],
  format: "iife",
  legalComments: "none",
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]",
  logLevel: "info",
};

if (process.argv.includes("--watch")) {
  const watching = await context(settings);
  await watching.watch();
} else {
  rmSync(out, { recursive: true, force: true });
  await build(settings);
}
