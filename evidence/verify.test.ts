import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseManifest, readManifest, writeManifest } from './manifest.ts';
import {
  endSampleRun,
  openSampleSuite,
  runSampleSuite,
  SAMPLE_ID,
  SAMPLE_SECRET,
  sampleStart,
  type SampleRun,
  startSampleRun,
} from './testing/sample-run.ts';
import { OLD_RUNS } from './testing/old-runs.ts';
import { digestProblems, verify } from './verify.ts';

let sample: SampleRun;
let folder: string;
beforeEach(async () => {
  sample = startSampleRun();
  ({ folder } = sample.run);
  await runSampleSuite(sample, 'e2e/login');
  await runSampleSuite(sample, 'e2e/upload');
});
afterEach(() => sample.remove());

const at = (path: string) => join(folder, path);
const problems = async () => (await verify(folder)).map(({ path, problem }) => `${path}: ${problem}`);
const LOG = 'e2e/e2e/login/logs/tool.log';
const JOURNAL = 'e2e/e2e/login/journal.ndjson';

describe('a finished run', () => {
  let digest: string;
  beforeEach(async () => {
    digest = await endSampleRun(sample);
  });

  test('is intact', async () => {
    expect(await problems()).toEqual([]);
  });

  test('has the digest that its report names, and no other', () => {
    expect(digestProblems(sample.run, undefined)).toEqual([]);
    expect(digestProblems(sample.run, digest)).toEqual([]);
    expect(digestProblems(sample.run, '0'.repeat(64))[0]?.problem).toContain(`another digest: ${digest}`);
  });

  test('is intact as a copy elsewhere', async () => {
    const copy = join(sample.work, 'copy', SAMPLE_ID);
    cpSync(folder, copy, { recursive: true });
    expect(await verify(`${copy}/`)).toEqual([]);
  });

  test('lists every file with what it belongs to', () => {
    const manifest = readManifest(sample.run)?.manifest;
    expect(manifest).toMatchObject({ run: SAMPLE_ID, digest });
    expect(manifest?.files.map(({ path, owner }) => `${path} ${owner}`)).toEqual([
      `${JOURNAL} team-login`,
      `${LOG} team-login`,
      'e2e/e2e/upload/journal.ndjson team-example',
      'e2e/e2e/upload/logs/tool.log team-example',
      'run.json team-example',
      'run.ndjson team-example',
    ]);
    expect(manifest?.files[0]).toMatchObject({ version: '1.2.3', status: 'pass', sha256: /^[0-9a-f]{64}$/ });
  });

  test('holds no secret', () => {
    for (const { path } of readManifest(sample.run)?.manifest.files ?? []) {
      expect(readFileSync(at(path)).includes(SAMPLE_SECRET), path).toBe(false);
    }
  });

  const tampering: [name: string, tamper: () => void, expected: RegExp][] = [
    ['a changed file', () => writeFileSync(at(LOG), 'signed in\n'), /tool\.log: was changed/],
    [
      'a changed byte',
      () => writeFileSync(at(LOG), readFileSync(at(LOG), 'utf8').replace('s', 'S')),
      /tool\.log: was ch/,
    ],
    ['a missing file', () => unlinkSync(at(LOG)), /tool\.log: is missing/],
    ['an added file', () => writeFileSync(at('e2e/new.txt'), ''), /e2e\/new\.txt: was added/],
    ['an added link', () => symlinkSync('/etc/hostname', at('link')), /link: was added/],
    [
      'a file that became a link to the same text',
      () => {
        writeFileSync(join(sample.work, 'same'), readFileSync(at(LOG)));
        unlinkSync(at(LOG));
        symlinkSync(join(sample.work, 'same'), at(LOG));
      },
      /tool\.log: was changed: it is no file: it is a link/,
    ],
    ['a changed run.json', () => appendFileSync(at('run.json'), '\n'), /run\.json: was changed/],
    [
      'a torn line added to a journal',
      () => appendFileSync(at(JOURNAL), '{"seq'),
      /journal\.ndjson: was changed/,
    ],
    ['a missing suite', () => rmSync(at('e2e/e2e/login'), { recursive: true }), /seals e2e\/login, of which/],
    ['a missing run journal', () => unlinkSync(at('run.ndjson')), /run\.ndjson: is missing/],
    [
      'a manifest with another owner',
      () => rewrite('manifest.json', 'team-login', 'team-other'),
      /its digest is/,
    ],
    ['a manifest with another status', () => rewrite('manifest.json', '"pass"', '"waived"'), /its digest is/],
    ['a manifest of another run', () => rewrite('manifest.json', SAMPLE_ID, 'other'), /is of run other/],
    ['a malformed manifest', () => writeFileSync(at('manifest.json'), '{'), /manifest\.json: cannot be read/],
    [
      'a manifest written at another time',
      () => rewrite('manifest.json', '"writtenAt": "2026', '"writtenAt": "2036'),
      /its digest is/,
    ],
    ['a manifest laid out anew', () => rewrite('manifest.json', '"path": ', '"path":  '), /its digest is/],
    ['no manifest', () => unlinkSync(at('manifest.json')), /manifest\.json: is missing.*\.\/harness heal/],
  ];
  test.each(tampering)('is not intact with %s', async (_name, tamper, expected) => {
    tamper();
    expect((await problems()).join('\n')).toMatch(expected);
  });

  test('has a digest that README.md tells how to compute', () => {
    const lines = readFileSync(at('manifest.json'), 'utf8').split('\n');
    const rest = lines.filter((line) => !line.startsWith(' "digest": ')).join('\n');
    expect(lines).toHaveLength(rest.split('\n').length + 1);
    expect(createHash('sha256').update(rest).digest('hex')).toBe(digest);
  });

  test('has no digest that holds with any changed byte of its manifest', () => {
    const whole = readFileSync(at('manifest.json'));
    expect(unnoticed(whole)).toEqual([]);
  });

  test('with a suite replaced by that of another run is found out, even under a manifest made anew', async () => {
    const other = startSampleRun('20261121_0313_main_1a2b3c4_0000');
    await runSampleSuite(other, 'e2e/upload');
    await runSampleSuite(other, 'e2e/login');
    rmSync(at('e2e/e2e/login'), { recursive: true });
    cpSync(join(other.run.folder, 'e2e/e2e/login'), at('e2e/e2e/login'), { recursive: true });
    endAgain();
    expect((await problems()).join('\n')).toMatch(
      /login\/journal\.ndjson: is of run 20261121_0313_main_1a2b3c4_0000, not of/,
    );
    other.remove();
  });

  test('with an edited journal is found out, even under a manifest made anew', async () => {
    rewrite(JOURNAL, '"passed"', '"failed"');
    endAgain();
    expect((await problems()).join('\n')).toMatch(/login\/journal\.ndjson: line 2 was changed/);
  });

  test('with a changed or lost attachment is found out, even under a manifest made anew or none', async () => {
    rewrite(LOG, 'signed in', 'signed out');
    unlinkSync(at('e2e/e2e/upload/logs/tool.log'));
    const found = [
      `${LOG}: was changed: its SHA-256 is not the one in its suite's journal`,
      "e2e/e2e/upload/logs/tool.log: is missing: its suite's journal says that it was attached",
    ];
    unlinkSync(at('manifest.json'));
    expect(await problems()).toEqual([expect.stringMatching(/^manifest\.json: is missing/), ...found]);
    endAgain();
    expect(await problems()).toEqual(found);
  });
});

test('a pipe that stands there when a run is sealed is not waited for, and the run never verifies', async () => {
  execFileSync('mkfifo', [at('pipe'), at('e2e/e2e/login/journal')]);
  await endSampleRun(sample);
  expect(await problems()).toEqual([
    'e2e/e2e/login/journal: was added: it is not in the manifest, and is no file: it is a pipe',
    'pipe: was added: it is not in the manifest, and is no file: it is a pipe',
  ]);
});

test('of the older format of manifests, only when it was written can be changed', () => {
  for (const folder of OLD_RUNS) {
    const whole = readFileSync(join(folder, 'manifest.json'));
    const text = whole.toString('latin1');
    const from = text.indexOf('"writtenAt": "') + '"writtenAt": "'.length;
    const until = text.indexOf('"', from);
    expect(unnoticed(whole).filter((byte) => byte < from || byte >= until)).toEqual([]);
    expect(holds(Buffer.from(whole.toString().replace('"path": ', '"path":  ')))).toBe(false);
  }
});

test('a run that still goes on has no manifest, and one suite that is not sealed', async () => {
  openSampleSuite(sample, 'e2e/open').start(sampleStart('e2e/open'));
  expect(await problems()).toEqual([
    'manifest.json: is missing: the run still goes on, or was killed. If it was, run: ./harness heal',
    expect.stringMatching(/open\/journal\.ndjson: is not sealed in run\.ndjson/),
  ]);
});

test('a folder that is no run has problems, too', async () => {
  mkdirSync(join(sample.work, 'empty'));
  expect((await verify(join(sample.work, 'empty'))).map(({ path }) => path)).toEqual(['manifest.json']);
});

function rewrite(path: string, from: string, to: string): void {
  writeFileSync(at(path), readFileSync(at(path), 'utf8').replaceAll(from, to));
}

/** What somebody would do who covers up: make a new manifest over what there is now. */
function endAgain(): void {
  const whole = { version: '1', owner: 'o', status: 'pass' };
  writeManifest({ run: sample.run, now: sample.now, whole, suites: [] });
}

/** The places of bytes that can be changed, and the manifest still has the digest that it names. */
function unnoticed(whole: Buffer): readonly number[] {
  expect(holds(whole)).toBe(true);
  return [...whole.keys()].filter((byte) => {
    const changed = Buffer.from(whole);
    changed[byte] = (changed[byte] ?? 0) ^ 1;
    return holds(changed);
  });
}

function holds(bytes: Buffer): boolean {
  try {
    const { manifest, computed } = parseManifest(bytes);
    return manifest.digest === computed;
  } catch {
    return false;
  }
}
