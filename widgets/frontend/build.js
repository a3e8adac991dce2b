// Makes page.js, the script of every page, and live.js and live.css, those of a lesson's controls.
// node build.js [folder]     the folder is the server's own unless told otherwise

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [folder = here("../voila_template/static/built")] = process.argv.slice(2);

// Packages that a lesson needs only a corner of, each with what stands for it and why.
const INSTEAD = {
  // All of JupyterLab's services (settings, contents, terminals, shared documents, and a JSON
  // validator that makes code from text, which our policy forbids): a kernel needs its errors.
  "@jupyterlab/services": here("src/stubs/services.js"),
  // Dates, paths, Markdown and an argument parser: the kernel connection joins addresses.
  "@jupyterlab/coreutils": here("src/stubs/coreutils.js"),
  // A wrapping of elements that the controls still make, and never use.
  jquery: here("src/stubs/jquery.js"),
  // Docks, menus and palettes of a whole desktop: a control is a box with children.
  "@lumino/widgets": here("src/stubs/lumino.js"),
  // Cleans HTML in labels. Our labels are plain text, and whatever else arrives stays text.
  "sanitize-html": here("src/stubs/sanitize.js"),
};

const onlyWhatIsUsed = {
  name: "only-what-is-used",
  setup(bundler) {
    const names = new RegExp(`^(${Object.keys(INSTEAD).join("|")})$`);
    bundler.onResolve({ filter: names }, ({ path }) => ({ path: INSTEAD[path] }));
    // The kernel connection asks for its own package's front door.
    bundler.onResolve({ filter: /^\.\.$/ }, ({ importer }) =>
      /services[\\/]lib[\\/]kernel[\\/]/.test(importer)
        ? { path: INSTEAD["@jupyterlab/services"] }
        : undefined,
    );
  },
};

const { metafile } = await build({
  entryPoints: { page: here("src/reader/index.js"), live: here("src/live.js") },
  outdir: folder,
  absWorkingDir: here("."),
  bundle: true,
  minify: true,
  format: "esm",
  // Phones of the last six years; older ones can read the lesson.
  target: ["chrome80", "firefox78", "safari14"],
  supported: { destructuring: true }, // one corner of it fails in Safari 14, and nobody stands there
  mainFields: ["browser", "module", "main"], // one copy of a package, however it is asked for
  legalComments: "none", // LICENSES.txt has them whole
  metafile: true,
  plugins: [onlyWhatIsUsed],
  logLevel: "warning",
});

// Every package in the bundle, with its licence as its authors wrote it.
const packages = new Set(
  Object.keys(metafile.inputs).map((path) => /.*node_modules\/((@[^/]+\/)?[^/]+)/.exec(path)?.[0]),
);
packages.delete(undefined);
const licences = [...packages].sort().map((path) => {
  const { name, version, license } = JSON.parse(readFileSync(join(here("."), path, "package.json")));
  const files = readdirSync(join(here("."), path)).filter((file) => /^licen[cs]e/i.test(file));
  const words = files.map((file) => readFileSync(join(here("."), path, file), "utf-8").trim());
  return [`${name} ${version} (${license})`, ...words].join("\n\n");
});
writeFileSync(join(folder, "LICENSES.txt"), `${licences.join("\n\n\n")}\n`);
