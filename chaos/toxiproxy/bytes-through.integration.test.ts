import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { suiteRunForTest } from '../../fixtures/testing/suite-run.ts';
import { realLink, type RealLink } from '../testing/toxiproxy-server.ts';
import { bytesThrough } from './bytes-through.ts';

const server = suiteRunForTest({ options: {} });
let real: RealLink;
beforeAll(async () => {
  real = await realLink(server);
});
afterAll(async () => {
  await server.close();
  real[Symbol.dispose]();
});

it('a connection that was there for a moment is known by its bytes, though it is gone from the system', async () => {
  const before = (await bytesThrough(real.link)) ?? 0;
  const [host = '', port] = real.link.listen.split(':');
  const short = connect(Number(port), host);
  short.write('PING\r\n');
  await once(short, 'data');
  // It leaves nothing in the system's table: no farewell is waited for.
  short.resetAndDestroy();
  await expect.poll(() => bytesThrough(real.link)).toBeGreaterThan(before);
});

it('a Toxiproxy that is not there tells nothing', async () => {
  expect(await bytesThrough({ control: 'http://127.0.0.1:9', proxy: 'api-redis' })).toBeUndefined();
});
