import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Fault } from '../../kernel/experiment.ts';
import { performUndo } from '../../kernel/perform-undo.ts';
import { baselineOf, roundTrips } from '../canary/measure.ts';
import { feltBy, isHealed, lackOfEffect } from '../engines/experiment/effect.ts';
import { smallProcess } from '../testing/small-process.ts';
import throttle from './process-throttle.fault.ts';

const { signal } = new AbortController();
const options = { share: 0.3 };

test('a process that gets little time answers late, and goes on when it is over', async () => {
  await using small = await smallProcess();
  const subject = { kind: 'process', name: 'api', on: small.process } as const;
  const probe = { ...small.process, timeoutMs: 2_000, ...throttle.asks?.(options) };
  const told = { fault: throttle as Fault, options, baselineMs: await baselineOf(probe, 10, signal) };
  const look = () => roundTrips(probe, feltBy(told).canaries, signal);
  // The control: where nothing is injected nothing is proven.
  expect(lackOfEffect(told, await look()), 'without the fault').toBeDefined();
  const over = new AbortController();
  await throttle.inject(subject, options, signal, over.signal);
  const felt = await look();
  expect(lackOfEffect(told, felt), felt.join(', ')).toBeUndefined();
  expect(isHealed(told, felt)).toBe(false);
  over.abort();
  for (const undo of throttle.undo(subject, options)) await performUndo(undo);
  // It is left alone from then on.
  await sleep(300);
  expect(small.standsStill()).toBe(false);
  const after = await look();
  expect(isHealed(told, after), after.join(', ')).toBe(true);
});

test('a process that is gone is nothing to throttle', async () => {
  await using small = await smallProcess();
  const gone = { kind: 'process', name: 'api', on: { ...small.process, startedAt: '1' } } as const;
  expect(() => void throttle.inject(gone, options, signal)).toThrow(/is gone.* Fix:/);
});
