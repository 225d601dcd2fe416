// Builds what the browser gets: one style sheet, two scripts, the sprite of icons and the fonts.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const room = dirname(fileURLToPath(import.meta.url));
const assets = join(room, "assets");
const built = join(room, "static", "web");
const packages = createRequire(import.meta.url);
const fonts = dirname(packages.resolve("inter-ui/package.json"));
const tabler = dirname(packages.resolve("@tabler/icons/package.json"));

async function drawSprite() {
  const names = Object.entries(JSON.parse(await readFile(join(assets, "icons.json"), "utf8")));
  const symbols = await Promise.all(names.map(([name, drawing]) => drawSymbol(name, drawing)));
  await writeFile(join(built, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

async function drawSymbol(name, drawing) {
  const svg = await readFile(join(tabler, "icons", `${drawing}.svg`), "utf8");
  const shapes = svg
    .slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"))
    .replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")
    .replace(/\s+/g, " ")
    .trim();
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
}

await rm(built, { recursive: true, force: true });
await mkdir(join(built, "fonts"), { recursive: true });
await Promise.all([
  drawSprite(),
  copyFile(join(fonts, "variable", "InterVariable.woff2"), join(built, "fonts", "InterVariable.woff2")),
  copyFile(join(assets, "emblem.svg"), join(built, "emblem.svg")),
  copyFile(join(assets, "icon-192.png"), join(built, "icon-192.png")),
  copyFile(join(assets, "icon-512.png"), join(built, "icon-512.png")),
  build({
    entryPoints: {
      theme: join(assets, "js", "theme.js"),
      core: join(assets, "js", "core.js"),
      board: join(assets, "js", "board.js"),
      calendar: join(assets, "js", "calendar.js"),
      desktop: join(assets, "js", "desktop.js"),
      style: join(assets, "css", "style.css"),
      "calendar-grid": join(assets, "css", "calendar-grid.css"),
    },
    entryNames: "[name]",
    outdir: built,
    bundle: true,
    minify: true,
    target: "es2022",
    format: "iife",
    legalComments: "none",
    external: ["fonts/*"],
    logLevel: "warning",
  }),
]);
