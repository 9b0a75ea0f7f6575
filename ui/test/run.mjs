// Bundles the tests as the page is bundled, and runs them with Node's own runner.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, '../node_modules/.cache/tests');
await build({
  absWorkingDir: here,
  entryPoints: readdirSync(here).filter(name => name.endsWith('.test.ts')),
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  outdir: out,
  outExtension: { '.js': '.mjs' },
  external: ['jsdom'],
  logLevel: 'warning',
});
const files = readdirSync(out).filter(name => name.endsWith('.test.mjs')).map(name => join(out, name));
process.exit(spawnSync(process.execPath, ['--test', ...files], { stdio: 'inherit' }).status ?? 1);
