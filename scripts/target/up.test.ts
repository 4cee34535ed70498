import { expect, it } from 'vitest';
import { targetUp } from './up.ts';

it('stands in for no environment that starts that target itself', async () => {
  await expect(targetUp('local', [], ['staging', 'local'])).rejects.toThrow(
    /^--stand-in local: that environment is of target reference itself.* Fix: name one of a system that runs already/,
  );
});
