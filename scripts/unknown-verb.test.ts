import { Command } from 'commander';
import { expect, test } from 'vitest';
import { refuseUnknownVerb } from './unknown-verb.ts';

function program(): Command {
  const root = new Command('harness').exitOverride().configureOutput({ writeErr: () => undefined });
  const evidence = root
    .command('evidence')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  evidence.command('verify [run]');
  root.command('run [name...]');
  return root;
}

test.each([
  ['alone', ['rnu']],
  ['before --help', ['rnu', '--help']],
  ['below a verb', ['evidence', 'verfy', '--help']],
  ['that help is wanted of', ['help', 'rnu']],
])('refuses an unknown verb %s', (_case, args) => {
  expect(() => refuseUnknownVerb(program(), args)).toThrow(/unknown command '(?:rnu|verfy)'/);
});

test.each([
  ['nothing'],
  ['an option', '--help'],
  ['a verb', 'run', '--help'],
  ['what a verb takes', 'run', 'e2e'],
  ['a verb of a verb', 'evidence', 'verify', 'some-run'],
  ['help', 'help'],
  ['help of a verb', 'help', 'evidence', 'verify'],
])('lets %s through', (_case, ...args) => {
  expect(() => refuseUnknownVerb(program(), args)).not.toThrow();
});
