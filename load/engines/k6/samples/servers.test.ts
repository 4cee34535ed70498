import { expect, test } from 'vitest';
import { Servers } from './servers.ts';

const sample = (metric: string, url: string) => ({
  metric,
  atMs: 0,
  value: 1,
  tags: {},
  tag: (name: string) => (name === 'url' ? url : ''),
});

function serversOf(...samples: readonly ReturnType<typeof sample>[]) {
  const servers = new Servers();
  for (const one of samples) servers.add(one);
  return servers.all();
}

test('tells each server once, whatever the protocol', () => {
  const samples = [
    sample('http_reqs', 'http://127.0.0.1:9898/a?b=c'),
    sample('http_reqs', 'http://localhost:9898/d'),
    sample('ws_sessions', 'wss://shop.test/feed'),
    sample('iterations', 'http://never.test'),
  ];
  expect(serversOf(...samples)).toEqual(['http://127.0.0.1:9898', 'wss://shop.test']);
});

test('tells nothing where a request does not say where it went, or too many servers were asked', () => {
  expect(
    serversOf(sample('http_reqs', 'http://127.0.0.1:9898/'), sample('http_reqs', 'checkout')),
  ).toBeUndefined();
  const many = Array.from({ length: 51 }, (_, port) => sample('http_reqs', `http://127.0.0.1:${port + 1}/`));
  expect(serversOf(...many)).toBeUndefined();
});

test('no request, no server', () => {
  expect(serversOf()).toEqual([]);
});
