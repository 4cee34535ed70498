import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { InfraError } from '../../kernel/errors.ts';
import { letGo } from './let-go.ts';

it('a target that was not put back keeps its state, and says what to do', () => {
  const folder = mkdtempSync(join(tmpdir(), 'target-'));
  const going = () => letGo(folder, [{ what: 'container 1a: no daemon' }]);
  expect(going).toThrow(InfraError);
  expect(going).toThrow(/not put back: container 1a: no daemon\. Fix: .*\.\/harness target down/);
  expect(existsSync(folder)).toBe(true);
  rmSync(folder, { recursive: true });
});

it('a target that was put back is forgotten', () => {
  const folder = mkdtempSync(join(tmpdir(), 'target-'));
  letGo(folder, []);
  expect(existsSync(folder)).toBe(false);
});
