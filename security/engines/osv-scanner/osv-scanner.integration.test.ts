import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { createFinder } from '../../../fixtures/tools/finder.ts';
import type { ToolFinder } from '../../../kernel/tool.ts';
import { folderForTest, scanned } from '../../source/testing/scanned.ts';
import type { OsvOptions } from './options.ts';
import engine from './osv-scanner.engine.ts';
import osvScanner from './osv-scanner.tool.ts';

const found = await createFinder().find(osvScanner);
/** It is built for the first run that needs it: four minutes that no test is worth. */
const missing = 'missing' in found ? found.missing.what : undefined;
const advisory = (id: string, name: string, severity: string) => ({
  ...{ id, modified: new Date().toISOString(), schema_version: '1.6.0', summary: `${name} is bad` },
  database_specific: { severity, cwe_ids: ['CWE-1321'] },
  affected: [
    {
      package: { ecosystem: 'npm', name },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.0' }] }],
    },
  ],
});
const KNOWN = advisory('GHSA-vh95-rmgr-6w4m', 'minimist', 'MODERATE');

async function compare(
  packages: Record<string, object>,
  advisories: readonly { id: string }[],
  tools?: ToolFinder,
) {
  const root = { name: 'shop', version: '1.0.0' };
  const { folder } = folderForTest({
    'source/package-lock.json': { ...root, lockfileVersion: 3, packages: { '': root, ...packages } },
    // What the checkout itself would have ignored is found all the same.
    'source/osv-scanner.toml': '[[PackageOverrides]]\nname = "shaky"\nignore = true\nreason = "x"\n',
    'db/osv-scalibr/npm/readme.txt': 'The archive lies here.\n',
  });
  const zip = new ZipFile();
  for (const one of advisories) zip.addBuffer(Buffer.from(JSON.stringify(one)), `${one.id}.json`);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(join(folder, 'db/osv-scalibr/npm/all.zip')));
  const named = join(folder, 'name');
  writeFileSync(named, join(folder, 'db'));
  return scanned<OsvOptions>(
    join(folder, 'source'),
    (run) => engine.run(run),
    {
      ...{ subjects: ['source'], database: { file: named } },
      ...{ maxAgeDays: 7, minAdvisories: 1 },
    },
    tools,
  );
}

describe('the real one', () => {
  beforeEach((context) => context.skip(missing !== undefined, missing));

  test('a vulnerable dependency is found, and fails where it is needed at run time', async () => {
    const packages = {
      'node_modules/shaky': { version: '1.0.0' },
      'node_modules/shaky-tool': { version: '1.0.0', dev: true },
      'node_modules/sound': { version: '2.0.0' },
    };
    const advisories = [
      KNOWN,
      advisory('A-1', 'shaky', 'HIGH'),
      advisory('A-2', 'shaky-tool', 'HIGH'),
      advisory('A-3', 'sound', 'HIGH'),
    ];
    const { error, checks, findings, events } = await compare(packages, advisories);
    expect(error).toBeUndefined();
    expect(findings.map(({ rule, where }) => `${rule} ${where}`)).toEqual([
      'osv-scanner/A-1 package-lock.json (needed at run time)',
      'osv-scanner/A-2 package-lock.json (for development only)',
    ]);
    expect(checks).toMatchObject([{ outcome: 'failed', findings: [findings[0]?.fingerprint] }]);
    expect(events).toMatchObject([{ name: 'scan', detail: { lookedAt: 3, thereWas: 3 } }]);
  });

  test('a database that does not know what all know tells nothing', async () => {
    const { error, checks } = await compare({ 'node_modules/a': { version: '1.0.0' } }, [
      advisory('A-1', 'a', 'HIGH'),
    ]);
    expect(error?.message).toMatch(/did not find that minimist 0\.0\.8 is under GHSA-vh95-rmgr-6w4m/);
    expect(checks).toEqual([]);
  });
});

test('of workspaces alone nothing is told, for no advisory is of one', async () => {
  const never: ToolFinder = {
    find: () =>
      Promise.resolve({ name: 'osv-scanner', path: '/is/never/started', version: '9.9.9', source: 'path' }),
  };
  const web = { name: 'web', version: '1.0.0' };
  const { error, outcomes } = await compare({ 'apps/web': web }, [KNOWN], never);
  expect(error?.message).toMatch(/no package but its own workspaces.*Fix/s);
  expect(outcomes).toEqual([]);
});
