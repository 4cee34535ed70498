import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePorts } from '../../fixtures/services/free-port.ts';
import { startPostgres } from '../../fixtures/services/postgres/start-postgres.ts';
import redis from '../../fixtures/services/redis/redis.tool.ts';
import { startRedis } from '../../fixtures/services/redis/start-redis.ts';
import { addLink, startToxiproxy } from '../../fixtures/services/toxiproxy/start-toxiproxy.ts';
import toxiproxy from '../../fixtures/services/toxiproxy/toxiproxy.tool.ts';
import { suiteRunForTest } from '../../fixtures/testing/suite-run.ts';
import { createFinder } from '../../fixtures/tools/finder.ts';
import type { Fault } from '../../kernel/experiment.ts';
import { InfraError } from '../../kernel/errors.ts';
import { performUndo } from '../../kernel/perform-undo.ts';
import type { Answering, Link } from '../../kernel/target.ts';
import type { Tool } from '../../kernel/tool.ts';
import { baselineOf, roundTrips } from '../canary/measure.ts';
import { feltBy, isHealed, lackOfEffect } from '../engines/experiment/effect.ts';
import { faultNames, findFault } from '../engines/experiment/find-fault.ts';
import { disturbanceOf } from '../toxiproxy/disturbance.ts';

const host = suiteRunForTest({ options: {} });
const { signal } = new AbortController();
const links = new Map<Answering['protocol'], Link>();
const web = createServer((_request, response) => response.end());

const programOf = async (tool: Tool) => {
  const found = await createFinder().find(tool);
  if ('missing' in found) throw new InfraError(found.missing);
  return found.path;
};

/** Real servers, for a made one would answer a question that is only half there. */
beforeAll(async () => {
  const ports = await freePorts(6);
  const [control = 0, redisPort = 0, postgresPort = 0, ...near] = ports;
  const start = (port: number) => ({
    ...host,
    secret: String,
    logFile: join(host.work, `${port}.log`),
    port,
  });
  web.listen(0, '127.0.0.1');
  const [api] = await Promise.all([
    programOf(toxiproxy).then((program) => startToxiproxy(program, start(control))),
    programOf(redis).then((program) => startRedis(program, 'a-password', start(redisPort))),
    startPostgres(start(postgresPort)),
    once(web, 'listening'),
  ]);
  const upstreams = { redis: redisPort, postgres: postgresPort, http: (web.address() as AddressInfo).port };
  for (const [index, protocol] of (['redis', 'postgres', 'http'] as const).entries()) {
    const listen = `127.0.0.1:${near[index]}`;
    const upstream = `127.0.0.1:${upstreams[protocol]}`;
    links.set(protocol, await addLink(api, { name: protocol, protocol, listen, upstream }));
  }
});
afterAll(async () => {
  web.closeAllConnections();
  web.close();
  await host.close();
});

const OPTIONS: Readonly<Record<string, unknown>> = {
  blackout: {},
  latency: { latencyMs: 100 },
  jitter: { fromMs: 60, toMs: 120 },
  bandwidth: { kbPerSecond: 16 },
  'slow-close': { delayMs: 100 },
  reset: {},
  'cut-after': { bytes: 1000 },
  slicing: { bytes: 300, pauseMs: 10 },
  'connection-failures': { share: 0.5 },
  'connection-blackholes': { share: 0.5 },
};
const linkFaults = faultNames()
  .map((name) => findFault(name) as Fault)
  .filter(({ subjects }) => subjects.includes('link'));

test('each fault of links is among them', () => {
  expect(linkFaults.map(({ name }) => name)).toEqual(Object.keys(OPTIONS).sort());
});

const rows = linkFaults.flatMap((fault) =>
  (['redis', 'postgres', 'http'] as const).map((protocol) => ({ name: fault.name, fault, protocol })),
);

test.each(rows)(
  '$name on $protocol: canaries see it while it is on, and then only',
  async ({ fault, protocol }) => {
    const on = links.get(protocol);
    if (on === undefined) throw new Error('no link');
    const subject = { kind: 'link', name: protocol, on } as const;
    const options = fault.parse(OPTIONS[fault.name]);
    const probe = { ...on, timeoutMs: 1000, ...fault.asks?.(options) };
    const baselineMs = await baselineOf(probe, 5, signal);
    const at = { fault, options, baselineMs };
    const look = () => roundTrips(probe, feltBy(at).canaries, signal);
    // The control: where nothing is injected nothing is proven.
    expect(lackOfEffect(at, await look()), 'without the fault').toBeDefined();
    await fault.inject(subject, options, signal);
    const felt = await look();
    expect(lackOfEffect(at, felt), `with the fault: ${felt.join(', ')}`).toBeUndefined();
    expect(isHealed(at, felt), 'healed, while it is on').toBe(false);
    for (const undo of fault.undo(subject, options)) await performUndo(undo);
    expect(await disturbanceOf(on, signal)).toEqual([]);
    const after = await look();
    expect(isHealed(at, after), `healed: ${after.join(', ')}`).toBe(true);
  },
);
