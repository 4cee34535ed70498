import { spawnSync } from 'node:child_process';
import { Command } from 'commander';
import { expect, it } from 'vitest';
import { candidates, type Named } from './candidates.ts';
import { SHELLS } from './shells.ts';

const named: Named = {
  suites: () => Promise.resolve(['e2e', 'e2e/login', 'load/smoke']),
  environments: () => Promise.resolve(['local', 'staging']),
  stages: () => Promise.resolve(['pr', 'smoke']),
  runs: () => Promise.resolve(['20261130_1000_main_1a2b3c4_0000']),
};

function program(): Command {
  const root = new Command('harness');
  root
    .command('run')
    .argument('[name...]')
    .option('--stage <stage>')
    .option('--env <env>')
    .option('--tag <tag...>')
    .option('--json');
  root.command('judge').argument('[run]');
  const evidence = root.command('evidence');
  evidence.command('verify').argument('[run]');
  evidence.command('list');
  return root;
}

it.each([
  [[''], ['evidence', 'judge', 'run']],
  [['ru'], ['run']],
  [
    ['run', 'e2e'],
    ['e2e', 'e2e/login'],
  ],
  [['run', '--st'], ['--stage']],
  [
    ['run', '--stage', ''],
    ['pr', 'smoke'],
  ],
  [['run', 'e2e/login', '--env', 'st'], ['staging']],
  [['run', '--json', 'lo'], ['load/smoke']],
  [
    ['evidence', ''],
    ['list', 'verify'],
  ],
  [['evidence', 'verify', '2026'], ['20261130_1000_main_1a2b3c4_0000']],
  [['judge', 'x'], []],
])('after %j comes %j', async (words, expected) =>
  expect(await candidates(program(), words, named)).toEqual(expected),
);

it('a shell that has what bash is told completes by what the harness says', () => {
  const script = `harness() { printf '%s\\n' "\${@: -1}one" two; }
${SHELLS.bash}
COMP_WORDS=(harness run 'a b'); COMP_CWORD=2; _harness; printf '<%s>' "\${COMPREPLY[@]}"`;
  const { stdout, status } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect([status, stdout]).toEqual([0, '<a bone><two>']);
});
