import { createHash, hash as digest } from 'node:crypto';
import { digestOfText, digestOfV1 } from '../../manifest-digest.ts';
import type { Manifest } from '../../manifest.ts';
import { ANY_LIES, lie, lieAndSeal, RUN_LIES, SUITE_LIES } from './journals.ts';
import { edit, filesOf, JOURNALS, type Mutation, pick, read, type Victim, write } from './victim.ts';

const VERDICTS = ['pass', 'waived', 'unknown', 'fail'];
const OWN_JSON = /^(run|manifest)\.json$/;

/** Changes of run.json, of the manifest and of the undo log that know their format. */
export const RECORDS: readonly Mutation[] = [
  {
    name: 'another verdict',
    apply: (victim) => setJson(victim, 'run.json', { verdict: pick(victim, VERDICTS) }),
  },
  {
    name: 'another status',
    apply: (victim) =>
      setJson(victim, 'run.json', { status: pick(victim, ['completed', 'broken', 'running', 7]) }),
  },
  {
    name: 'a run.json of other facts',
    apply: (victim) =>
      setJson(victim, 'run.json', { seed: 99, startedAt: 'never', owner: '\u001b[31mx', endedAt: '1e999' }),
  },
  {
    name: 'a run.json with more than it has',
    apply: (victim) => setJson(victim, 'run.json', { absolved: true }),
  },
  { name: 'a run.json of another id', apply: (victim) => setJson(victim, 'run.json', { id: 'other' }) },
  {
    name: 'records that are no objects',
    apply: (victim) =>
      write(
        victim,
        pick(victim, ['run.json', 'manifest.json']),
        pick(victim, ['null', '[]', '7', '"x"', 'NaN', '{}', '1e999']),
      ),
  },
  {
    name: 'deep records',
    apply: (victim) =>
      write(victim, pick(victim, ['run.json', 'manifest.json']), '['.repeat(50_000) + ']'.repeat(50_000)),
  },
  {
    name: 'records with __proto__',
    apply: (victim) =>
      edit(victim, pick(victim, ['run.json', 'manifest.json']), (text) =>
        text.replace('{', '{"__proto__":{"verdict":"pass","files":[]},'),
      ),
  },
  { name: 'records laid out anew', apply: relaid },
  {
    name: 'a manifest with another status',
    apply: (victim) =>
      forManifest(victim, (manifest) => ({
        ...manifest,
        files: manifest.files.map((file) => ({ ...file, status: pick(victim, VERDICTS) })),
      })),
  },
  {
    name: 'a manifest with another owner',
    apply: (victim) =>
      forManifest(victim, (manifest) => ({
        ...manifest,
        files: manifest.files.map((file) => ({ ...file, owner: 'nobody', version: '0' })),
      })),
  },
  {
    name: 'a manifest that lists less',
    apply: (victim) => forManifest(victim, (manifest) => ({ ...manifest, files: manifest.files.slice(1) })),
  },
  {
    name: 'a manifest that lists nothing',
    apply: (victim) => forManifest(victim, (manifest) => ({ ...manifest, files: [] })),
  },
  {
    name: 'a manifest that lists a file twice',
    apply: (victim) =>
      forManifest(victim, (manifest) => ({
        ...manifest,
        files: [...manifest.files, ...manifest.files.slice(0, 1)],
      })),
  },
  {
    name: 'a manifest of another format',
    apply: (victim) =>
      edit(victim, 'manifest.json', (text) =>
        text.replace(/harness-manifest\/(\d)/, (_, version) => `harness-manifest/${3 - Number(version)}`),
      ),
  },
  {
    name: 'a manifest with another digest',
    apply: (victim) =>
      edit(victim, 'manifest.json', (text) =>
        text.replace(/("digest": ")[0-9a-f]{64}/, `$1${digest('sha256', 'x', 'hex')}`),
      ),
  },
  {
    name: 'a manifest that leads out',
    apply: (victim) =>
      forManifest(victim, (manifest) => ({
        ...manifest,
        files: manifest.files.map((file) => ({ ...file, path: `../${file.path}` })),
      })),
  },
  {
    name: 'other undos',
    apply: (victim) =>
      write(
        victim,
        'undo.ndjson',
        `{"type":"todo","id":${Math.floor(victim.random() * 9)},"scope":"run","undo":{"kind":"remove","path":"/nowhere/at/all"}}\n`,
      ),
  },
  {
    name: 'a file and its hash in the manifest, not the digest',
    apply: (victim) => changeAndList(victim, false),
  },
  { name: 'a file, its hash and the digest', remade: true, apply: (victim) => changeAndList(victim, true) },
  {
    name: 'a new manifest with another status',
    remade: true,
    apply: (victim) =>
      remake(victim, (manifest) => ({
        ...manifest,
        files: manifest.files.map((file) => ({ ...file, status: 'pass' })),
      })),
  },
  ...[...SUITE_LIES, ...ANY_LIES].map(([name, change]): Mutation => ({
    name: `everything made anew, with ${name}`,
    remade: true,
    apply: (victim) => {
      lieAndSeal(victim, change);
      remake(victim);
    },
  })),
  ...[...RUN_LIES, ...ANY_LIES].map(([name, change]): Mutation => ({
    name: `run.ndjson and the manifest made anew, with ${name}`,
    remade: true,
    apply: (victim) => {
      lie(victim, /^run\.ndjson$/, change);
      remake(victim);
    },
  })),
  {
    name: 'run.json and the manifest made anew',
    remade: true,
    apply: (victim) => {
      setJson(victim, 'run.json', { verdict: 'pass', endedAt: 'x', startedAt: 'y' });
      remake(victim);
    },
  },
  {
    name: 'another run with a manifest made anew',
    remade: true,
    apply: (victim) => {
      for (const [path, content] of victim.other) write(victim, path, content);
      remake(victim);
    },
  },
];

function setJson(victim: Victim, path: string, more: object): void {
  edit(victim, path, (text) => `${JSON.stringify({ ...(JSON.parse(text) as object), ...more }, null, 2)}\n`);
}

function relaid(victim: Victim): void {
  const path = pick(victim, filesOf(victim, OWN_JSON));
  const indent = pick(victim, [0, 1, 2, 4]);
  edit(
    victim,
    path,
    (text) => JSON.stringify(JSON.parse(text), null, indent) + pick(victim, ['', '\n', ' \n']),
  );
}

function forManifest(victim: Victim, change: (manifest: Manifest) => Manifest): void {
  edit(
    victim,
    'manifest.json',
    (text) => `${JSON.stringify(change(JSON.parse(text) as Manifest), null, 1)}\n`,
  );
}

function changeAndList(victim: Victim, whole: boolean): void {
  const path = pick(
    victim,
    filesOf(victim).filter((one) => one !== 'manifest.json' && !JOURNALS.test(one)),
  );
  write(victim, path, Buffer.concat([read(victim, path), Buffer.from(' ')]));
  if (whole) remake(victim);
  else forManifest(victim, listed(victim));
}

function listed(victim: Victim) {
  const present = filesOf(victim).filter((path) => path !== 'manifest.json');
  return (manifest: Manifest): Manifest => ({
    ...manifest,
    files: present.map((path) => {
      const bytes = read(victim, path);
      const known = manifest.files.find((file) => file.path === path) ?? manifest.files[0];
      if (known === undefined) throw new Error('an empty manifest');
      return {
        ...known,
        path,
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      };
    }),
  });
}

/** Lists everything as it is now, and computes the digest. */
function remake(victim: Victim, change = (manifest: Manifest) => manifest): void {
  forManifest(victim, (manifest) => change(listed(victim)({ ...manifest, run: victim.id })));
  const bytes = read(victim, 'manifest.json');
  const manifest = JSON.parse(bytes.toString()) as Manifest;
  const computed =
    manifest.format === 'harness-manifest/1' ? digestOfV1(manifest, manifest, bytes) : digestOfText(bytes);
  edit(victim, 'manifest.json', (text) => text.replace(manifest.digest, computed));
}
