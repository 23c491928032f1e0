// Builds everything in static/vendor/ and the themes in static/css/ from the packages named in package.json.
//
//   npm install && npm run vendor        (in .vendor/; add --omit-lockfile-registry-resolved to keep a lock free of addresses)
//
// File names carry the version; static/vendor/manifest.json says where each file comes from and what its sha256 is.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { geoEqualEarth, geoPath } from "d3-geo";
import { build, transform } from "esbuild";
import { feature } from "topojson-client";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules");
const css = join(here, "..", "static", "css");
const vendor = join(here, "..", "static", "vendor");
const version = (name) => JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8")).version;

const manifest = [];

/** Writes one file below static/vendor/ and records it. */
function keep(file, content, { name, licence, from = name }) {
  writeFileSync(join(vendor, file), content);
  const sha256 = createHash("sha256").update(content).digest("hex");
  manifest.push({ name, version: version(from), licence, package: from, file, sha256 });
}

rmSync(vendor, { recursive: true, force: true });
mkdirSync(join(vendor, "licences"), { recursive: true });
mkdirSync(css, { recursive: true });

// htmx, without the pointer to a source map that we do not serve.
const htmx = readFileSync(join(packages, "htmx.org/dist/htmx.min.js"), "utf8").replace(/\/\/# sourceMappingURL=.*\s*$/, "");
keep(`htmx-${version("htmx.org")}.js`, htmx, { name: "htmx", licence: "0BSD", from: "htmx.org" });
cpSync(join(packages, "htmx.org/LICENSE"), join(vendor, "licences/htmx.txt"));

// Designsystemet: the components we use, in its own layers.
const system = "@digdir/designsystemet-css";
const bundle = await build({
  entryPoints: [join(here, "designsystemet.css")],
  bundle: true,
  minify: true,
  write: false,
  target: "esnext",
});
keep(`designsystemet-${version(system)}.css`, bundle.outputFiles[0].text, { name: "designsystemet", licence: "MIT", from: system });
cpSync(join(packages, system, "LICENSE"), join(vendor, "licences/designsystemet.txt"));

// IBM Plex Sans: Latin1 holds Danish and the west of Europe, Latin2 the rest of it (Győr, Košice, Kraków).
for (const weight of ["Regular", "Italic", "SemiBold"]) {
  for (const part of ["Latin1", "Latin2"]) {
    const source = join(packages, `dkfds/src/fonts/IBMPlexSans/split/woff2/IBMPlexSans-${weight}-${part}.woff2`);
    const file = `ibm-plex-sans-${weight}-${part}-${version("dkfds")}.woff2`.toLowerCase();
    keep(file, readFileSync(source), { name: `IBM Plex Sans ${weight} ${part}`, licence: "OFL-1.1", from: "dkfds" });
  }
}
cpSync(join(packages, "dkfds/src/fonts/IBMPlexSans/split/woff2/license.txt"), join(vendor, "licences/ibm-plex-sans.txt"));

// The rich text editor.
const editor = await build({
  entryPoints: [join(here, "tiptap.mjs")],
  bundle: true,
  format: "esm",
  legalComments: "none",
  metafile: true,
  minify: true,
  write: false,
  target: "es2022",
});
keep(`tiptap-${version("@tiptap/core")}.js`, editor.outputFiles[0].text, { name: "tiptap", licence: "MIT", from: "@tiptap/core" });
const bundled = new Set(Object.keys(editor.metafile.inputs).map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]));
const licences = [...bundled].filter(Boolean).sort().map((name) => {
  const file = readdirSync(join(packages, name)).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version(name)}\n\n${readFileSync(join(packages, name, file), "utf8")}`;
});
writeFileSync(join(vendor, "licences/tiptap.txt"), licences.join("\n\n"));

// Land for the map, in the projection that portal/maps/projection.py computes dots in: the world in 110 m, and Europe in
// 50 m to look at from closer by. Borders are left out on purpose: which ones to draw is not for a municipality to say.
const parts = {
  world: { detail: "110m", digits: 1, extent: [[0, 0], [960, 425]] },
  europe: { detail: "50m", digits: 2, extent: [[408, 18], [592, 126]] },
};
for (const [part, { detail, digits, extent }] of Object.entries(parts)) {
  const atlas = JSON.parse(readFileSync(join(packages, `world-atlas/land-${detail}.json`), "utf8"));
  const projection = geoEqualEarth().rotate([-11, 0]).scale(177).translate([480, 240]).precision(0).clipExtent(extent);
  const land = geoPath(projection).digits(digits)(feature(atlas, atlas.objects.land));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 425"><path id="land" vector-effect="non-scaling-stroke" d="${land}"/></svg>\n`;
  keep(`land-${part}-${version("world-atlas")}.svg`, svg, { name: `Natural Earth ${detail}`, licence: "ISC", from: "world-atlas" });
}
cpSync(join(packages, "world-atlas/LICENSE"), join(vendor, "licences/world-atlas.txt"));

// One theme per owner. The colours are our own (themes.json); the scales, light and dark, come from the system's command.
const work = mkdtempSync(join(tmpdir(), "themes-"));
const themes = JSON.parse(readFileSync(join(here, "themes.json"), "utf8"));
const config = {
  outDir: join(work, "tokens"),
  themes: Object.fromEntries(
    Object.entries(themes).map(([name, { accent, neutral }]) => [
      name,
      {
        colors: { main: { accent }, support: {}, neutral },
        typography: { fontFamily: "IBM Plex Sans" },
        borderRadius: 4,
      },
    ]),
  ),
};
writeFileSync(join(work, "config.json"), JSON.stringify(config));
const designsystemet = (...command) =>
  execFileSync(process.execPath, [join(packages, "@digdir/designsystemet/dist/bin/designsystemet.js"), "tokens", ...command]);
designsystemet("create", "--config", join(work, "config.json"));
designsystemet("build", "--config", join(work, "config.json"), "--tokens", join(work, "tokens"), "--out-dir", join(work, "built"));
for (const name of Object.keys(themes)) {
  const theme = await transform(readFileSync(join(work, "built", `${name}.css`), "utf8"), {
    loader: "css",
    minify: true,
    target: "esnext",
  });
  // Dark is for screens: a page printed from dark mode comes out in the light colours.
  const code = theme.code.replace("@media(prefers-color-scheme:dark)", "@media screen and (prefers-color-scheme:dark)");
  writeFileSync(join(css, `theme-${name}.css`), code);
}
rmSync(work, { recursive: true });

writeFileSync(join(vendor, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
