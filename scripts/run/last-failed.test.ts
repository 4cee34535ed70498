import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeRun, type MadeRun, type MadeSuite } from '../gate/testing/made-run.ts';
import { lastFailed } from './last-failed.ts';
import { settled } from './settled.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'last-failed-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const FAILS: Partial<MadeSuite> = { checks: [{ outcome: 'failed' }] };
const pr = { environment: 'staging', stage: undefined };

/** The later the minute, the newer. */
function made(minute: string, suites: MadeRun['suites'], more: Partial<MadeRun> = {}): void {
  const endedAt = `2026-11-30T10:${minute}:00.000Z`;
  makeRun({ root, id: `20261130_10${minute}_main_1a2b3c4_0000`, suites, endedAt, ...more });
}

it('takes what failed or was unknown in the newest run, and nothing of older ones', async () => {
  made('01', [{ name: 'e2e/old', ...FAILS }]);
  made('02', [
    { name: 'e2e/good' },
    { name: 'e2e/bad', ...FAILS },
    { name: 'load/cut', ending: 'interrupted' },
  ]);
  expect(await lastFailed(pr, root)).toEqual(['e2e/bad', 'load/cut']);
});

it('passes over other environments, other stages, detections and what was imported', async () => {
  made('01', [{ name: 'e2e/bad', ...FAILS }]);
  const facts = (one: NonNullable<MadeRun['facts']>) => ({ facts: one });
  const local = { name: 'local', title: 'Here.', owner: 'me', target: 'reference' };
  made('02', [{ name: 'e2e/local', ...FAILS }], facts({ environment: local }));
  made('03', [{ name: 'e2e/smoke', ...FAILS }], facts({ stage: 'smoke' }));
  made('04', [{ name: 'e2e/planted', ...FAILS }], facts({ detection: { id: 'd' } }));
  expect(await lastFailed({ ...pr, stage: 'pr' }, root)).toEqual(['e2e/bad']);
  expect(await lastFailed(pr, root)).toEqual(['e2e/smoke']);
});

it('takes the suites of a killed run', async () => {
  made('01', [{ name: 'e2e/cut', ending: 'interrupted' }], { killed: true, unsealed: true });
  expect(await lastFailed(pr, root)).toEqual(['e2e/cut']);
});

it('runs a plain file again by its path', async () => {
  made('01', [{ name: 'e2e/shop-spec-ts', ...FAILS }]);
  expect(await lastFailed(pr, root)).toEqual(['e2e/shop-spec-ts.suite.ts']);
});

it('refuses where nothing failed, and where there is no run', async () => {
  await expect(lastFailed(pr, root)).rejects.toThrow('there is no run of staging yet');
  made('01', [{ name: 'e2e/good' }]);
  await expect(lastFailed(pr, root)).rejects.toThrow('no suite failed or was unknown');
});

it('refuses names beside it, which would be lost', async () => {
  const asked = { names: ['e2e'], options: { tag: [], lastFailed: true } };
  await expect(settled(asked)).rejects.toThrow('--last-failed says by itself which suites');
});

it('puts in where it is tested, so that a command line repeats the same', async () => {
  const asked = (options: { env?: string; baseUrl?: string }) =>
    settled({ names: ['e2e'], options: { tag: [], ...options } });
  expect((await asked({})).options.env).toBe('local');
  expect((await asked({ env: 'staging' })).options.env).toBe('staging');
  expect((await asked({ baseUrl: 'http://127.0.0.1:1' })).options).not.toHaveProperty('env');
});
