// Builds the page into src/aurora/web/page: the same bytes from the same sources, wherever it runs.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, '../src/aurora/web/page'));

/** Static text inside html and css templates without the white space that only the source needs. */
const lean = {
  name: 'lean',
  setup(b) {
    b.onLoad({ filter: /\/src\/.*\.ts$/ }, args => ({ contents: squeeze(readFileSync(args.path, 'utf8')), loader: 'ts' }));
  },
};

function squeeze(source) {
  return source.replace(/css`[^`$]*`/g, css => css.replace(/\s+/g, ' ').replace(/ ?([{};,]) ?/g, '$1').replace(/([{;][\w-]+): /g, '$1:'));
}

const common = {
  absWorkingDir: here,
  bundle: true,
  target: ['es2022', 'chrome123', 'firefox125', 'safari17.5'],
  minify: true,
  legalComments: 'none',
  charset: 'utf8',
  entryNames: 'assets/[name]-[hash]',
  chunkNames: 'assets/[name]-[hash]',
  outdir: out,
  write: false,
  metafile: true,
  plugins: [lean],
};
/** The worker that colours code: a file of its own, whose name the page has to know. */
const worker = await build({ ...common, entryPoints: { highlight: 'src/text/highlight.ts' }, format: 'iife' });
const result = await build({
  ...common,
  entryPoints: { main: 'src/main.ts', page: 'src/style/page.css', theme: 'src/theme.js' },
  splitting: true,
  format: 'esm',
  define: { 'process.env.NODE_ENV': '"production"', HIGHLIGHTER: JSON.stringify(worker.outputFiles[0].path.slice(out.length)) },
});

const files = new Map([...worker.outputFiles, ...result.outputFiles].map(file => [file.path.slice(out.length + 1), file.contents]));
const names = new Map();
for (const [path, output] of Object.entries(result.metafile.outputs)) {
  if (!output.entryPoint) continue;
  const name = path.slice(path.indexOf('assets/')).replace(/-[A-Z0-9]{8}(\.\w+)$/, '$1').slice('assets/'.length);
  names.set(name, '/' + path.slice(path.indexOf('assets/')));
}
for (const name of ['icon.svg', 'manifest.webmanifest']) {
  const text = filled(readFileSync(join(here, 'public', name), 'utf8'));
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8).toUpperCase();
  const path = 'assets/' + name.replace('.', `-${hash}.`);
  files.set(path, Buffer.from(text));
  names.set(name, '/' + path);
}
const preloads = [...firstLoad()]
  .filter(path => result.metafile.outputs[path].entryPoint === undefined)
  .map(path => `<link rel="modulepreload" href="/${path.slice(path.indexOf('assets/'))}" />`);
names.set('preloads', preloads.join('\n    '));
for (const name of ['index.html', 'missing.html']) {
  files.set(name, Buffer.from(filled(readFileSync(join(here, 'src', name), 'utf8'))));
}
files.set('licences.txt', Buffer.from(licences({ ...worker.metafile.inputs, ...result.metafile.inputs })));

rmSync(out, { recursive: true, force: true });
for (const [path, contents] of [...files].sort()) {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), contents);
}
report();

function filled(text) {
  return text.replace(/\{\{([^}]+)\}\}/g, (_, name) => {
    if (!names.has(name)) throw new Error(`no output is named ${name}`);
    return names.get(name);
  });
}

/** The licences of all that is in the bundle. */
function licences(inputs) {
  const packages = new Set(
    Object.keys(inputs)
      .map(path => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
      .filter(Boolean),
  );
  return [...packages].sort().map(name => {
    const root = join(here, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const text = ['LICENSE', 'LICENSE.md', 'LICENSE.txt'].map(file => {
      try {
        return readFileSync(join(root, file), 'utf8');
      } catch {
        return '';
      }
    }).find(Boolean) ?? '';
    return `${name} ${version}, ${license}\n\n${text.trim()}\n`;
  }).join('\n----------------------------------------\n\n');
}

/** What the browser fetches before the page is there. */
function firstLoad() {
  const first = new Set();
  const walk = path => {
    if (first.has(path)) return;
    first.add(path);
    for (const used of result.metafile.outputs[path]?.imports ?? []) if (used.kind === 'import-statement') walk(used.path);
  };
  for (const [path, output] of Object.entries(result.metafile.outputs)) {
    if (['src/main.ts', 'src/style/page.css', 'src/theme.js'].includes(output.entryPoint)) walk(path);
  }
  return first;
}

function report() {
  const first = firstLoad();
  let size = 0;
  for (const path of first) size += gzipSync(files.get(path.slice(path.indexOf('assets/')))).length;
  console.log(`first load: ${first.size} files, ${(size / 1000).toFixed(1)} kB gzipped of script and style`);
}
