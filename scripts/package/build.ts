/**
 * Makes the package, below `dist/package`: each source compiled to JavaScript at its place, for Node runs no TypeScript below
 * node_modules; what is no source as it is. What belongs to this project (suites, environments, the reference product, policy) and
 * to its tests is left out.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import pkg from '../../package.json' with { type: 'json' };
import { PRODUCT } from '../../kernel/project.ts';
import { KIND_FOLDERS } from '../quality/folders.ts';

const FOLDERS = ['kernel', 'fixtures', 'evidence', 'reports', 'publishers', 'scripts', ...KIND_FOLDERS];

/** Of this project and of its tests, none of the harness. */
const LEFT_OUT = [
  /^fixtures\/(environments\/(local|staging|prod)|targets\/reference)\//,
  /(^|\/)suites\//,
  /^chaos\/experiments\//,
  /^(evidence|reports)\/(runs|latest|detect|ci)(\/|$)/,
  /^scripts\/(acceptance|bench|quality\/(?!carriers|fields|reference|folders|requirements-page))/,
  /^scripts\/(test|check)\.ts$/,
  /(^|\/)testing\//,
  /\.test\.ts$/,
  /(^|\/)old-runs\//,
];

/** Lies among what is left out, and the harness stands on it. */
const NEEDED = new Set([
  'contract/suites/shared/pact-verification.ts',
  'kernel/testing/samples.ts',
  'scripts/gate/testing/made-run.ts',
]);

/** What tools read as TypeScript, wherever it lies. */
const AS_IT_IS = /\.k6\.ts$|\.d\.ts$|\.txt$/;

/** Names of our own files in text, which no compiler sees: `join(import.meta.dirname, 'launch.ts')`. */
const NAMED = /((?:import\.meta\.dirname|PRODUCT),\s*(?:\n\s*)?['"`][^'"`]*)\.ts(['"`])/g;

/** What people are told to type: the script of the checkout is not in a project. */
const TYPED = /\.\/harness (?=[-a-z<$])/g;

/** Each import stays one; of a file that is left out it is an error here, rather than on somebody's machine. */
const ownFiles = (files: ReadonlySet<string>): Plugin => ({
  name: 'own-files',
  setup(making) {
    making.onResolve({ filter: /.*/ }, ({ kind, path, resolveDir }) => {
      if (kind === 'entry-point') return undefined;
      if (!/^\.{1,2}\//.test(path)) return { path, external: true };
      const file = join(resolveDir, path).slice(PRODUCT.length + 1);
      if (file !== 'package.json' && !files.has(file))
        return {
          errors: [{ text: `${file} is left out of the package; add it to NEEDED, or do without it` }],
        };
      return { path: /\.k6\.ts$/.test(path) ? path : path.replace(/\.ts$/, '.js'), external: true };
    });
  },
});

export async function buildPackage(into = join(PRODUCT, 'dist/package')): Promise<string> {
  rmSync(into, { recursive: true, force: true });
  const files = FOLDERS.flatMap((folder) => globSync(`${folder}/**/*`, { cwd: PRODUCT, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(PRODUCT.length + 1))
    .filter((file) => NEEDED.has(file) || !LEFT_OUT.some((one) => one.test(file)));
  const sources = files.filter((file) => file.endsWith('.ts') && !AS_IT_IS.test(file));
  await build({
    absWorkingDir: PRODUCT,
    entryPoints: sources,
    outdir: into,
    outbase: PRODUCT,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    logLevel: 'warning',
    plugins: [ownFiles(new Set(files))],
  });
  for (const file of globSync('**/*.js', { cwd: into }).map((name) => join(into, name)))
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replaceAll(NAMED, '$1.js$2').replaceAll(TYPED, 'npx harness '),
    );
  for (const file of files.filter((name) => !sources.includes(name))) copy(file, into);
  for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE']) copy(file, into);
  mkdirSync(join(into, 'bin'));
  writeFileSync(join(into, 'bin/harness.js'), LAUNCHER);
  chmodSync(join(into, 'bin/harness.js'), 0o755);
  declareTypes(into);
  // Last: without it nobody packs what was cut off.
  writeFileSync(join(into, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  return into;
}

function copy(file: string, into: string): void {
  mkdirSync(dirname(join(into, file)), { recursive: true });
  cpSync(join(PRODUCT, file), join(into, file));
}

/** The same Node goes on: it need only be new enough for a project's TypeScript. */
const LAUNCHER = `#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(\`harness: got Node.js \${process.versions.node}; 22.18 or newer is needed; install it, then try again.\`);
  process.exit(254);
}
enableCompileCache?.();
process.removeAllListeners('warning');
await import('../scripts/harness.js');
`;

function manifest(): Record<string, unknown> {
  const {
    name,
    version,
    license,
    description,
    type,
    dependencies,
    optionalDependencies,
    overrides,
    exports,
  } = pkg;
  const compiled = Object.entries(exports).map(([path, file]) => {
    const script = file.replace(/\.ts$/, '.js');
    return [path, file.endsWith('.ts') ? { types: file.replace(/\.ts$/, '.d.ts'), default: script } : file];
  });
  return {
    name,
    version,
    license,
    description,
    type,
    bin: { harness: './bin/harness.js' },
    exports: Object.fromEntries(compiled),
    engines: { node: '>=22.18' },
    dependencies,
    optionalDependencies,
    overrides,
  };
}

/** Of what is exported, and what that stands on. */
function declareTypes(into: string): void {
  const entries = Object.values(pkg.exports).filter((file) => file.endsWith('.ts'));
  const config = `${into}.tsconfig.json`;
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: PRODUCT,
    typeRoots: [join(PRODUCT, 'node_modules/@types')],
    outDir: into,
    rewriteRelativeImportExtensions: true,
    allowImportingTsExtensions: false,
  };
  const files = entries.map((file) => join(PRODUCT, file));
  writeFileSync(
    config,
    JSON.stringify({ extends: join(PRODUCT, 'tsconfig.json'), compilerOptions, files, include: [] }),
  );
  const tsc = join(PRODUCT, 'node_modules/typescript/bin/tsc');
  try {
    execFileSync(process.execPath, [tsc, '-p', config], {
      cwd: PRODUCT,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  } finally {
    rmSync(config);
  }
}

if (import.meta.main) console.log(await buildPackage());
