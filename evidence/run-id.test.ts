import { expect, test } from 'vitest';
import { runId } from './run-id.ts';

const now = new Date('2026-11-21T03:12:59Z');
const random = () => 0x9f3e / 0x10000;

test.each([
  [{ branch: 'main', commit: '1a2b3c4d5e6f' }, '20261121_0312_main_1a2b3c4_9f3e'],
  [{ branch: 'feat/größe_x y', commit: '1a2b3c4' }, '20261121_0312_feat-gr-e-x-y_1a2b3c4_9f3e'],
  [{ branch: '../..', commit: '1a2b3c4' }, '20261121_0312_branch_1a2b3c4_9f3e'],
  [{ branch: 'b'.repeat(99), commit: '1a2b3c4' }, `20261121_0312_${'b'.repeat(40)}_1a2b3c4_9f3e`],
  [{ commit: '1a2b3c4' }, '20261121_0312_detached_1a2b3c4_9f3e'],
  [{}, '20261121_0312_nogit_9f3e'],
])('%j is named %s', (git, id) => {
  expect(runId({ now, random, ...git })).toBe(id);
});

test('the last part always has four digits', () => {
  expect(runId({ now, random: () => 0 })).toBe('20261121_0312_nogit_0000');
  expect(runId({ now, random: () => 0.9999999 })).toBe('20261121_0312_nogit_ffff');
});
