import { expect, test } from 'vitest';
import { InfraError } from '../../../kernel/errors.ts';
import { resultsOf } from './osv-report.ts';

const packageOf = (name: string, version: string) => ({ package: { name, version, ecosystem: 'npm' } });

// Recorded of osv-scanner 2.5.1, shortened.
const VULNERABLE = {
  ...packageOf('minimist', '0.0.8'),
  groups: [{ ids: ['GHSA-vh95-rmgr-6w4m'], aliases: ['CVE-2020-7598'], max_severity: '5.6' }],
  vulnerabilities: [
    {
      id: 'GHSA-vh95-rmgr-6w4m',
      summary: 'Prototype Pollution in minimist',
      database_specific: { cwe_ids: ['CWE-1321'], severity: 'MODERATE' },
      affected: [
        {
          package: { ecosystem: 'npm', name: 'minimist' },
          ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '0.2.1' }] }],
        },
        {
          package: { ecosystem: 'npm', name: 'another' },
          ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '9.9.9' }] }],
        },
      ],
    },
  ],
};

const FOUND = {
  results: [
    {
      source: { path: '/x/package-lock.json', type: 'lockfile' },
      packages: [{ ...packageOf('left-pad', '1.0.0'), dependency_groups: ['dev'] }, VULNERABLE],
    },
  ],
  experimental_config: { licenses: { summary: false, allowlist: null } },
};
const EMPTY = JSON.stringify({ ...FOUND, results: [] });
const NO_DATABASE = `Scanned /x/package-lock.json file and found 2 packages
could not load db for npm ecosystem: unable to fetch OSV database: no offline version of the OSV database is available
`;

test('tells which packages it knew and which advisories they are under', () => {
  const results = resultsOf({ code: 1, out: JSON.stringify(FOUND), err: 'Loaded npm local db\n' });
  const result = results.get('/x/package-lock.json');
  expect([...(result?.packages ?? [])]).toEqual(['left-pad@1.0.0', 'minimist@0.0.8']);
  expect(result?.advisories).toEqual([
    {
      ...{ id: 'GHSA-vh95-rmgr-6w4m', name: 'minimist', version: '0.0.8', severity: 5.6, cwe: 1321 },
      ...{ summary: 'Prototype Pollution in minimist', fixed: ['0.2.1'] },
    },
  ]);
});

test.each([
  ['6.1', 'HIGH', 6.1],
  ['', 'CRITICAL', 9.5],
  ['', 'MODERATE', 5.5],
  ['', undefined, 8],
])(
  'of the score "%s" and the word %s the severity is %d: what nobody has judged is high',
  (score, word, severity) => {
    const changed = {
      ...VULNERABLE,
      groups: [{ ids: ['GHSA-vh95-rmgr-6w4m'], max_severity: score }],
      vulnerabilities: [
        { ...VULNERABLE.vulnerabilities[0], database_specific: word === undefined ? {} : { severity: word } },
      ],
    };
    const out = JSON.stringify({ results: [{ ...FOUND.results[0], packages: [changed] }] });
    expect([...resultsOf({ code: 1, out, err: '' }).values()][0]?.advisories[0]?.severity).toBe(severity);
  },
);

test('an advisory counts in whatever group it is, in none, and where nothing is told of its group', () => {
  const [known] = VULNERABLE.vulnerabilities;
  const packages = [
    { ...packageOf('a', '1.0.0'), groups: [], vulnerabilities: [{ ...known, id: 'IN-NO-GROUP' }] },
    { ...packageOf('b', '1.0.0'), groups: [{ ids: ['OF-NOTHING'], max_severity: '9.8' }] },
  ];
  const out = JSON.stringify({ results: [{ ...FOUND.results[0], packages }] });
  const [result] = resultsOf({ code: 1, out, err: '' }).values();
  expect(result?.advisories.map(({ id, name, severity }) => `${name} ${id} ${severity}`)).toEqual([
    'a IN-NO-GROUP 5.5',
    'b OF-NOTHING 9.8',
  ]);
});

test.each([
  ['no database', { code: 127, out: EMPTY, err: NO_DATABASE }],
  ['no database, and an exit code as if all were well', { code: 0, out: EMPTY, err: NO_DATABASE }],
  ['no packages', { code: 128, out: EMPTY, err: '' }],
  ['words that are no JSON', { code: 0, out: 'No issues found', err: '' }],
  ['a kill', { code: null, out: '', err: '' }],
])('%s tells nothing', (_, ended) => {
  expect(() => resultsOf(ended)).toThrow(InfraError);
});
