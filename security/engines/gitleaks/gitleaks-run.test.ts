import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { InfraError } from '../../../kernel/errors.ts';
import { PLANTED_RULES, CANARY_FILE } from './canary.ts';
import { scannedBy, type Leak } from './gitleaks-run.ts';
import { commitsIn } from './scan-history.ts';
import { lookedAt, mustHaveLookedAt } from './scan-tree.ts';

const leak = (RuleID: string, File: string): Leak => ({
  ...{ RuleID, File, Description: 'A secret.' },
  ...{ StartLine: 1, EndLine: 1, Commit: '' },
});
const canary = PLANTED_RULES.map((rule) => leak(rule, `/work/tree/${CANARY_FILE}`));
const said = (err: string, code: number | null = 7) => ({ code, out: '', err });
const report =
  (...leaks: readonly Leak[]) =>
  () =>
    JSON.stringify(leaks);

test('something is planted for each rule of ours', () => {
  const toml = readFileSync(join(import.meta.dirname, 'rules.toml'), 'utf8');
  const [, ...ours] = PLANTED_RULES;
  expect([...toml.matchAll(/^id = "(.+)"$/gm)].map(([, id]) => id)).toEqual(ours);
});

test('what is found beside the canary is what was found', () => {
  const { leaks } = scannedBy(said(''), report(...canary, leak('jwt', 'a.ts')));
  expect(leaks.map(({ RuleID }) => RuleID)).toEqual(['jwt']);
});

// Recorded of gitleaks 8.30.1.
const GIT_FAILED = `9:19PM ERR [git] fatal: bad object refs/heads/lost
9:19PM ERR error="stderr is not empty"
9:19PM INF 1 commits scanned.
9:19PM INF scanned ~208 bytes (208 bytes) in 20.6ms
9:19PM WRN leaks found: 3
`;
const NO_RULES =
  '9:27PM FTL unable to load gitleaks config, err: While parsing config: toml: expected character ]\n';

test.each([
  ['that called nothing found, and exits 0', said('', 0), report()],
  ['that found one of the planted secrets only', said(''), report(canary[0] as Leak, leak('jwt', 'a.ts'))],
  ['whose git failed, and that exits as if it had not', said(GIT_FAILED), report(...canary)],
  ['whose rules could not be read', said(NO_RULES, 1), report(...canary)],
  ['that was killed', said('', null), report(...canary)],
])('a gitleaks %s tells nothing', (_, ended, reported) => {
  expect(() => scannedBy(ended, reported)).toThrow(InfraError);
});

// Recorded of gitleaks 8.30.1 at the level `trace`.
const TRACE = String.raw`9:23PM DBG extending config with default config
9:23PM DBG skipping empty file path=/tmp/t/empty.txt
9:23PM DBG skipping symlink: follow symlinks disabled path=/tmp/t/l.ts
9:23PM DBG skipping file: global allowlist path=/tmp/t/package-lock.json
9:23PM TRC scanning path path=/tmp/t/s.ts
9:23PM TRC scanning path path=/tmp/t/z.zip
9:23PM TRC skipping archive: exceeds max archive depth max_archive_depth=0 path=/tmp/t/z.zip
9:23PM TRC scanning path path="/tmp/t/sub dir/a b.txt"
9:23PM TRC scanning path path=/tmp/t/${CANARY_FILE}
9:23PM TRC skipping file: rule allowlist path=/tmp/t/s.ts rule-id=generic-api-key
9:23PM INF scanned ~55 bytes (55 bytes) in 28.1ms
`;

test('its log tells which files it read and which it passed over', () => {
  const { read, skipped } = lookedAt(TRACE, '/tmp/t');
  expect([...read]).toEqual(['s.ts', 'sub dir/a b.txt']);
  expect([...skipped].sort()).toEqual(['empty.txt', 'package-lock.json', 'z.zip']);
});

test('its log tells how many commits it looked at; silence is none', () => {
  expect(commitsIn('9:19PM INF 482 commits scanned.\n')).toBe(482);
  expect(commitsIn('9:19PM INF no leaks found\n')).toBe(0);
});

test('a file that it neither read nor named is missed', () => {
  const looked = lookedAt(TRACE, '/tmp/t');
  mustHaveLookedAt(['s.ts', 'z.zip', 'empty.txt'], looked);
  expect(() => mustHaveLookedAt(['s.ts', 'locked.ts'], looked)).toThrow(/1 of 2 files, such as locked\.ts/);
});
