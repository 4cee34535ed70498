import type { InitAnswers } from './answers.ts';

/** The suites that are quick enough for each change. */
export const SMOKE: ReadonlySet<string> = new Set(['e2e/home', 'contract/home', 'load/home']);

export function configText(smoke: readonly string[], all: readonly string[]): string {
  const list = (names: readonly string[]) => `[${names.map((name) => `'${name}'`).join(', ')}]`;
  return `import { defineHarness } from 'release-harness';
import waivers from './waivers.json' with { type: 'json' };

const ALL = ${list(all)};

/**
 * What a run must contain and prove, beyond "everything that was planned passed". The first suites look at the home page alone: what
 * the product promises belongs here too, as suites (\`required\`) and requirements (\`mustProve\`).
 */
export default defineHarness({
  version: 1,
  stages: {
    smoke: { required: ${list(smoke)} },
    pr: { required: ALL },
    main: { required: ALL },
    // No \`release\` yet: a whole run of it is unknown until it is said here what a release must contain and prove.
  },
  otherwise: {},
  waivers,
});
`;
}

export function environmentText({ url, start, kinds }: InitAnswers): string {
  const port = Number(url.port || 80);
  const address = `${url.hostname}:${port}`;
  const near = `127.0.0.1:${port > 50_000 ? port - 10_000 : port + 10_000}`;
  const isLinked = kinds.includes('chaos');
  const web = isLinked
    ? `'http://${near}'`
    : start === undefined
      ? "{ variable: 'LOCAL_WEB_URL' }"
      : `'${url.origin}'`;
  const lines = [
    ...(start === undefined ? [] : [`  start: { command: ${wordsOf(start)}, ready: '${url.href}' },`]),
    `  urls: { web: ${web} },`,
    ...(isLinked
      ? [
          '  // The way to the product leads through a Toxiproxy of the run, which faults disturb.',
          `  links: { each: { web: { listen: '${near}', upstream: '${address}', protocol: 'http' } } },`,
        ]
      : []),
  ];
  return `import { defineEnvironment } from 'release-harness';

export default defineEnvironment({
  name: 'local',
  title: 'The product on this machine',
  owner: 'quality',
  target: '${start === undefined ? 'remote' : 'command'}',
  allows: [${kinds.map((kind) => `'${kind}'`).join(', ')}],
  // What suites may do there: \`reads\`, \`writes\`, \`disturbs\` (load and faults).
  effects: ['reads', 'writes', 'disturbs'],
${lines.join('\n')}
  thresholds: { 'web.p95': 500, 'errors.rate': 0.01 },
});
`;
}

/** As a list of words; what only a shell understands goes to one. */
function wordsOf(command: string): string {
  const words = /["'\\$|&;<>()*?`]/.test(command) ? ['/bin/sh', '-c', command] : command.split(/\s+/);
  return JSON.stringify(words);
}
