import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Baseline } from './baseline.ts';
import { byBranch, inFile, ofBranch } from './choose.ts';
import { baselineFile, baselineFiles, branchSlug } from './baseline-files.ts';
import { fabricatedBaseline } from './testing/fabricated-baseline.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baselines-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const SUITE = 'load/stress';
const sample = fabricatedBaseline({ seed: 1, minutes: 3 });

function put(branch: string, more: Partial<Baseline> = {}): string {
  const file = baselineFile(folder, branch, SUITE);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...sample, branch, ...more }));
  return file;
}

describe('the baseline of a run', () => {
  it("is its own branch's, then that of main, then of master", () => {
    expect(byBranch(folder, 'feature/x')(SUITE)).toEqual({
      none: { what: 'no baseline of feature/x, main, master.', fix: './harness baseline save' },
    });
    put('master');
    expect(byBranch(folder, 'feature/x')(SUITE)).toMatchObject({ chosen: 'master: feature/x has none' });
    put('main');
    expect(byBranch(folder, 'feature/x')(SUITE)).toMatchObject({ chosen: 'main: feature/x has none' });
    put('feature/x');
    const own = byBranch(folder, 'feature/x')(SUITE);
    expect(own).toMatchObject({ chosen: 'own branch', baseline: { branch: 'feature/x' } });
    expect(byBranch(folder, undefined)(SUITE)).toMatchObject({ baseline: { branch: 'main' } });
  });

  it('is the one that is asked for, and no other', () => {
    const file = put('main');
    expect(ofBranch(folder, 'main')(SUITE)).toMatchObject({ chosen: 'as asked' });
    expect(ofBranch(folder, 'feature/x')(SUITE)).toMatchObject({
      none: { what: 'no baseline of feature/x.' },
    });
    expect(inFile(file)(SUITE)).toMatchObject({ chosen: 'as asked', file });
    expect(inFile(file)('load/soak')).toEqual({ none: `${file} is of load/stress` });
  });

  it('is refused where it lies in the wrong place, or cannot be read', () => {
    const file = put('main', { branch: 'other' });
    expect(() => byBranch(folder, 'main')(SUITE)).toThrow(
      /it is of load\/stress on other; expected .* on main/,
    );
    writeFileSync(file, '{"format": 2}');
    expect(() => inFile(file)).toThrow(/stress\.json: no baseline that can be read/);
  });
});

describe('the folder of a branch', () => {
  it('keeps a plain name, and tells branches apart whose names are not', () => {
    expect(branchSlug('main')).toBe('main');
    expect(branchSlug('feature/x')).toMatch(/^feature-x-[0-9a-f]{8}$/);
    expect(branchSlug('feature/x')).not.toBe(branchSlug('feature:x'));
    expect(branchSlug('..')).toMatch(/^--?[0-9a-f]{8}$/);
  });

  it('lists its baselines', () => {
    const files = [put('main'), put('feature/x')];
    expect(baselineFiles(folder)).toEqual(files.sort());
  });
});
