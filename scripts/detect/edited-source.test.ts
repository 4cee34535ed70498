import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { edited, editSource } from './edited-source.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'edits-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

describe('edits', () => {
  it('follow each other, and take what they put there as it is', () => {
    write('a.yml', 'one two');
    const edits = [
      { file: 'a.yml', from: 'two', to: '$& three' },
      { file: 'a.yml', from: 'three', to: '3' },
    ];
    expect(edited(root, edits)).toEqual({ files: new Map([['a.yml', 'one $& 3']]), problems: [] });
  });

  it.each([
    [
      'stands nowhere',
      { file: 'a.yml', from: 'three', to: '' },
      'a.yml: "three" stands there 0 times, not once',
    ],
    ['stands twice', { file: 'a.yml', from: 'o', to: '' }, 'a.yml: "o" stands there 2 times, not once'],
    ['is of no file', { file: 'b.yml', from: 'one', to: '' }, 'b.yml: there is no such file'],
  ])('of what %s are told', (_what, edit, problem) => {
    write('a.yml', 'one two');
    expect(edited(root, [edit])).toEqual({ files: new Map(), problems: [problem] });
  });
});

describe('a copy of the source', () => {
  const target = {
    name: 'shop',
    mutable: { copied: ['fixtures/targets/shop', 'kernel'], files: ['**'], except: [] },
  };
  const edit = { file: 'alerts.yml', from: '> 1', to: '> 5' };

  it('has the edits, and the source does not', () => {
    write('fixtures/targets/shop/alerts.yml', 'up > 1');
    write('kernel/kernel.ts', 'export {};');
    const copy = editSource(root, target, [edit], 'edited-source-test');
    try {
      const text = (folder: string) => readFileSync(join(folder, 'fixtures/targets/shop/alerts.yml'), 'utf8');
      expect([text(copy), text(root)]).toEqual(['up > 5', 'up > 1']);
      expect(readFileSync(join(copy, 'kernel/kernel.ts'), 'utf8')).toBe('export {};');
    } finally {
      rmSync(copy, { recursive: true });
    }
  });

  it('is none of a target that is started from elsewhere', () => {
    expect(() => editSource(root, { name: 'shop' }, [edit], 'edited-source-test')).toThrow(
      'target shop is not started from a source that could be copied',
    );
  });
});
