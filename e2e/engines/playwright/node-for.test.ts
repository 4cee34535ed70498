import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { nodeFor } from './node-for.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'nodes-')));
  return () => rmSync(folder, { recursive: true });
});

/** A folder for PATH with a program that says it is that Node. */
function node(version: string): string {
  const bin = join(folder, version);
  mkdirSync(bin);
  writeFileSync(join(bin, 'node'), `#!/bin/sh\necho v${version}\n`);
  chmodSync(join(bin, 'node'), 0o755);
  return bin;
}

test.each([
  ['1.53.0', '24.21.0'],
  ['1.65.1', '26.0.0'],
  ['1.40.0', '24.11.1'],
])('runs Playwright %s under our Node %s', (version, ours) => {
  expect(nodeFor(version, ours, '')).toEqual({ node: process.execPath });
});

test("runs one that hangs there under the user's own Node, the first on PATH that is neither too new nor too old", () => {
  const path = ['24.12.0', '16.20.0', '20.19.2', '22.1.0'].map(node).join(delimiter);
  expect(nodeFor('1.52.0', '24.21.0', path)).toEqual({ node: join(folder, '20.19.2/node') });
});

test('refuses it by name where there is no such Node', () => {
  expect(nodeFor('1.52.0', '24.21.0', `${node('24.21.0')}${delimiter}/no/such/folder`)).toEqual({
    reason: {
      what: expect.stringMatching(/Playwright is 1\.52\.0.*older than 1\.53\.0 hangs.*24\.21\.0/) as string,
      fix: 'update @playwright/test, or have Node 20 or 22 on PATH.',
    },
  });
});

test('refuses one whose results cannot be read', () => {
  expect(nodeFor('1.39.0', '24.21.0', node('20.19.2'))).toEqual({
    reason: {
      what: 'its own Playwright is 1.39.0; supported is 1.40.0 and newer.',
      fix: 'update @playwright/test.',
    },
  });
});
