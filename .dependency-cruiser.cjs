// Who may import whom: see ARCHITECTURE.md. Re-exports, type imports and dynamic imports count.
const { existsSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

// A folder is a kind by its own <kind>.kind.ts, as in kernel/discover.ts: a new one is under the law from its first file on.
const KINDS = readdirSync(__dirname).filter((name) => existsSync(join(__dirname, name, `${name}.kind.ts`)));
const kinds = `^(${KINDS.join('|')})/`;
const below = (...folders) => `^(${[...folders, ...KINDS].join('|')})/`;
const external = '^node_modules/|^[^./]';
/** The rooms of reports/, from the ground up. */
const REPORT_FLOORS = [
  ['drawing'],
  ['load', 'detection'],
  ['model'],
  ['page', 'allure', 'ctrf', 'junit', 'text', 'dossier', 'home'],
];
const test = '\\.test\\.ts$';
/** The rooms of scripts/ that a run goes through, the lowest first: each imports those before it, and no other. */
const ROOMS = ['terminal|tools', 'session', 'comparison|home', 'finish', 'heal', 'run'];

const only = (name, from, allowed, fromNot = test) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: fromNot },
  to: { pathNot: allowed, dependencyTypesNot: ['core'] },
});

module.exports = {
  forbidden: [
    only(
      'kernel-imports-node-and-zod',
      '^kernel/',
      '^kernel/|^node_modules/zod/',
      `${test}|^kernel/testing/`,
    ),
    {
      name: 'kernel-names-no-package',
      severity: 'error',
      from: { path: '^kernel/' },
      to: { path: below('fixtures', 'evidence', 'reports', 'scripts') },
    },
    ...['fixtures', 'evidence', 'reports', 'publishers'].map((folder) => ({
      name: `${folder}-imports-kernel`,
      severity: 'error',
      from: { path: `^${folder}/` },
      to: {
        path: below('fixtures', 'evidence', 'reports', 'scripts'),
        pathNot: `^${folder}/`,
      },
    })),
    ...REPORT_FLOORS.flatMap((floor, index) =>
      floor.map((room) => ({
        name: `reports-${room}-imports-rooms-below`,
        severity: 'error',
        from: { path: `^reports/${room}/`, pathNot: test },
        to: {
          path: `^reports/(${REPORT_FLOORS.slice(index).flat().join('|')})/`,
          pathNot: `^reports/${room}/`,
        },
      })),
    ),
    ...KINDS.map((kind) => ({
      name: `${kind}-imports-kernel-and-fixtures`,
      severity: 'error',
      from: { path: `^${kind}/` },
      to: { path: below('evidence', 'reports', 'scripts'), pathNot: `^${kind}/` },
    })),
    {
      name: 'publishers-are-found-and-imported-by-nobody',
      severity: 'error',
      from: { pathNot: '^publishers/' },
      to: { path: '^publishers/' },
    },
    {
      name: 'targets-are-found-and-imported-by-nobody',
      comment: 'So each can be taken away, the reference target too, and everything else still compiles.',
      severity: 'error',
      from: { pathNot: '^fixtures/targets/' },
      to: { path: '^fixtures/targets/' },
    },
    {
      name: 'nobody-imports-scripts',
      severity: 'error',
      from: { pathNot: '^scripts/' },
      to: { path: '^scripts/' },
    },
    ...ROOMS.map((room, at) => ({
      name: `scripts-${room.replace('|', '-and-')}-import-no-room-above`,
      comment: 'Tests may: they look at the whole.',
      severity: 'error',
      from: { path: `^scripts/(${room})/`, pathNot: `${test}|/testing/` },
      to: {
        path: '^scripts/',
        pathNot: `^scripts/((root|definitions)\\.ts$|(${ROOMS.slice(0, at + 1).join('|')})/)`,
      },
    })),
    {
      name: 'plain-suite-files-stay-plain',
      comment:
        "A tool's own file imports its folder, its tool, bindings and data: so that it runs under the bare tool.",
      severity: 'error',
      from: { path: `${kinds}.*\\.(spec|pact|contract|verify|k6)\\.ts$` },
      to: { path: '^(kernel|fixtures)/', pathNot: '^fixtures/(bindings|data)/' },
    },
    {
      name: 'k6-scripts-import-k6-and-relative-files',
      severity: 'error',
      from: { path: '\\.k6\\.ts$' },
      to: { path: '^node_modules/|^kernel/', pathNot: '^node_modules/@types/k6/|^k6' },
    },
    {
      name: 'rules-load-libraries-late',
      comment: 'Every run loads the rules; a library is for those that look at something, by createRequire.',
      severity: 'error',
      from: { path: '^security/rules/', pathNot: test },
      to: { path: '^node_modules/', pathNot: '^node_modules/zod/', dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^k6' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: {
      path: '^(evidence|reports)/runs/|^reports/ci/|^\\.harness/|^coverage/|^scripts/acceptance/strangers/',
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
