import { expect, it } from 'vitest';
import type { RunningTarget, Target, TargetStart } from '../../kernel/target.ts';
import { withDefect } from './planted-target.ts';

const START = { log: () => undefined } as unknown as TargetStart;

/** A target that notes what is asked of it. */
function target(asked: string[], defects?: RunningTarget['defects']): Target {
  const running = { name: 'shop', beforeStop: () => Promise.resolve(void asked.push('stopping')) };
  return {
    name: 'shop',
    tools: [],
    start: () => {
      asked.push('started');
      return Promise.resolve({ ...running, ...(defects && { defects }) } as unknown as RunningTarget);
    },
  };
}

function switches(asked: string[], confirms = true): RunningTarget['defects'] {
  return {
    on: (id) => Promise.resolve(void asked.push(`on ${id}`)),
    off: (id) =>
      confirms ? Promise.resolve(void asked.push(`off ${id}`)) : Promise.reject(new Error('gone')),
  };
}

it('is spoilt once it is up, and mended before it is stopped', async () => {
  const asked: string[] = [];
  const running = await withDefect(target(asked, switches(asked)), 'some-defect').start(START);
  expect(asked).toEqual(['started', 'on some-defect']);
  await running.beforeStop?.();
  expect(asked).toEqual(['started', 'on some-defect', 'off some-defect', 'stopping']);
});

it('does not start where it has no switch', async () => {
  await expect(withDefect(target([]), 'some-defect').start(START)).rejects.toThrow(
    'no switch for planted defects',
  );
});

it('has a problem where the switching off is not confirmed', async () => {
  const running = await withDefect(target([], switches([], false)), 'some-defect').start(START);
  await expect(running.beforeStop?.()).rejects.toThrow(
    'some-defect could not be switched off at the end: gone',
  );
});

it('can have several', async () => {
  const asked: string[] = [];
  const both = ['one-defect', 'two-defect'].reduce(withDefect, target(asked, switches(asked)));
  await (await both.start(START)).beforeStop?.();
  expect(asked.filter((one) => one.startsWith('off'))).toEqual(['off two-defect', 'off one-defect']);
});
