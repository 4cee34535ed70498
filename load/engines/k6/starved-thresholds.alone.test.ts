import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import { createFinder } from '../../../fixtures/tools/finder.ts';
import { starvedBy } from '../../../kernel/starved.ts';
import { parseOptions } from './options.ts';
import { runK6 } from './run.ts';

let server: Server;
let folder: string;
let burners: readonly ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'k6-starved-'));
  let count = 0;
  // One in ten is late, the others are not: on a quiet machine nobody but the target is to blame for that.
  server = createServer((request, response) => {
    const ms = request.url === '/always' || ++count % 10 === 0 ? 500 : 0;
    setTimeout(() => response.end('ok'), ms);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // They end when this process does, and are none of the run's: they do not carry its marker.
  burners = Array.from({ length: 2 * availableParallelism() }, () =>
    spawn('/bin/sh', ['-c', 'while kill -0 $PPID 2>/dev/null; do :; done'], { stdio: 'ignore' }),
  );
  await Promise.all(burners.map((burner) => once(burner, 'spawn')));
});
afterAll(() => {
  for (const burner of burners) burner.kill('SIGKILL');
  server.close();
  rmSync(folder, { recursive: true });
});

test.runIf(process.platform === 'linux')(
  'beside programs that take all CPU, limits that this may break are open; what is slow always, and what is wrong, has failed',
  async () => {
    const script = `import http from 'k6/http';
      export const options = {
        scenarios: { main: { executor: 'per-vu-iterations', vus: 4, iterations: 3, maxDuration: '90s' } },
        thresholds: {
          'http_req_duration{name:now-and-then}': ['max<400', 'min<400'],
          'http_req_duration{name:always}': ['avg<400'],
          http_reqs: ['count<1'],
        },
      };
      export default function () {
        for (let at = 0; at < 10; at++) http.get(__ENV.BASE_URL + '/', { tags: { name: 'now-and-then' } });
        http.get(__ENV.BASE_URL + '/always', { tags: { name: 'always' } });
      }`;
    writeFileSync(join(folder, 'script.k6.js'), script);
    await using run = suiteRunForTest({
      options: parseOptions({ script: 'script.k6.js' }, folder),
      suite: {
        thresholds: [
          { metric: 'http_req_duration.p95', op: '<', limit: 400, unit: 'ms', minSamples: 1 },
          { metric: 'http_reqs.count', op: '<', limit: 1, unit: 'count', minSamples: 1 },
        ],
      },
      tools: createFinder(),
      variables: { BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
      adHoc: true,
    });
    const thrown: unknown = await runK6(run).catch((error: unknown) => error);
    // A limit of the suite itself is broken, whoever had the CPU: that decides.
    expect(thrown).toBeUndefined();
    const { checks, events } = run.recorder;
    expect(checks.map(({ id, outcome }) => `${outcome}: ${id}`)).toEqual([
      'failed: threshold › http_req_duration{name:always}: avg<400',
      'skipped: threshold › http_req_duration{name:now-and-then}: max<400',
      'passed: threshold › http_req_duration{name:now-and-then}: min<400',
      'failed: threshold › http_reqs: count<1',
    ]);
    const said = starvedBy(
      { events: events.map((event) => ({ at: '', ...event })) },
      'http_req_duration.p95',
    );
    expect(said?.because).toMatch(
      /^this machine had no CPU to spare for .*: other programs took \d\d+ % of it/,
    );
    expect(said?.metrics).toEqual(['http_req_duration.p95']);
    expect(checks[1]?.detail).toContain(`not judged, for ${said?.because ?? '?'}`);
  },
);
