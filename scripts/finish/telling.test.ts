import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readRunJson, type RunFolder, writeRunJson } from '../../evidence/store.ts';
import { writeManifest } from '../../evidence/manifest.ts';
import { openMailSink } from '../../fixtures/services/sinks/mail-sink.ts';
import type { Message } from '../../fixtures/services/sinks/message.ts';
import { openWebhookSink } from '../../fixtures/services/sinks/webhook-sink.ts';
import { configSchema } from '../../kernel/config.ts';
import { makeRun } from '../gate/testing/made-run.ts';
import { publicationsOf } from './publications.ts';
import { planPublishing, publishDue, publisherOutcomes, publishMissing } from './publish.ts';

const SECRET = 'T0K3N-of-the-webhook-4711';
let root: string;
let run: RunFolder;
let messages: Message[];

/** A run in which one check failed. */
beforeEach(() => {
  messages = [];
  root = mkdtempSync(join(tmpdir(), 'telling-'));
  const failed = {
    id: 'signs in',
    outcome: 'failed',
    detail: 'the <!channel> is & told\nand a second line',
  } as const;
  run = makeRun({
    root,
    id: '20261130_1000_main_1a2b3c4_000a',
    suites: [{ name: 'e2e/login', checks: [failed] }],
    unsealed: true,
  });
  writeRunJson(run, { ...readRunJson(run), verdict: 'fail' });
  writeManifest({
    run,
    now: () => new Date(),
    whole: { version: '1', owner: 'team', status: 'fail' },
    suites: [],
  });
});
afterEach(() => {
  rmSync(root, { recursive: true });
  delete process.env['CHAT_WEBHOOK'];
  delete process.env['MAIL_PASSWORD'];
});

const arrived = (message: Message) => void messages.push(message);
const told = (publisher: string, options: object) => {
  const config = configSchema.parse({ otherwise: {}, publish: [{ publisher, options }] });
  return (stage: string | undefined) => publicationsOf(config, stage);
};
const notes = () => readFileSync(`${run.folder}.published.ndjson`, 'utf8');
const LINK = 'https://reports.test/100%/{run}/index.html';
const mailOptions = (host: string) => ({
  server: `smtp://${host}`,
  from: 'harness@shop.test',
  to: ['web@shop.test', 'lead@shop.test'],
  link: LINK,
});

it('a channel hears what failed, why, who owns it and where to look; that is noted, and no secret', async () => {
  await using sink = await openWebhookSink(arrived);
  process.env['CHAT_WEBHOOK'] = `http://${sink.host}/services/${SECRET}`;
  planPublishing(run, ['slack']);
  const options = { webhook: { variable: 'CHAT_WEBHOOK' }, link: LINK };
  expect(await publishDue(run, told('slack', options))).toMatchObject([
    { outcome: 'published', what: 'told the channel' },
  ]);
  expect(messages).toHaveLength(1);
  const [{ to, text } = { to: '', text: '' }] = messages;
  expect(to).toBe(`/services/${SECRET}`);
  expect(text).toContain('✕ Fail: pr on staging');
  expect(text).toMatch(/fail: e2e\/login \(.+\): .*signs in.*got the &lt;!channel&gt; is &amp; told$/m);
  expect(text).toContain('To look at it: ');
  expect(text).toContain(`<https://reports.test/100%/${run.id}/index.html|Report>`);
  expect(text).not.toContain('a second line');
  expect(publisherOutcomes(run)).toMatchObject([{ publisher: 'slack', outcome: 'published' }]);
  expect(notes()).not.toContain(SECRET);
});

it('a webhook that refuses, redirects or is gone is noted as failed, without its address, and the verdict stays', async () => {
  const options = { webhook: { variable: 'CHAT_WEBHOOK' } };
  const { createServer: createHttp } = await import('node:http');
  const server = createHttp((request, response) => {
    if (request.url?.startsWith('/moved') === true) response.writeHead(302, { location: '/landed' }).end();
    else if (request.url === '/landed') response.end('ok');
    else response.writeHead(404).end(`no_service ${request.url ?? ''}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    for (const [path, said] of [
      ['/services', 'answered 404'],
      ['/moved', 'did not answer'],
    ] as const) {
      process.env['CHAT_WEBHOOK'] = `http://${host}${path}/${SECRET}`;
      const [failed] = await publishMissing(run, told('slack', options));
      expect(failed).toMatchObject({ outcome: 'failed' });
      expect(failed?.what).toContain(said);
    }
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  expect(await publishMissing(run, told('slack', options))).toMatchObject([{ outcome: 'failed' }]);
  expect(notes()).not.toContain(SECRET);
  expect(readRunJson(run).verdict).toBe('fail');
});

it('mail reaches each recipient, with a subject that says it all', async () => {
  await using sink = await openMailSink(arrived);
  expect(await publishMissing(run, told('mail', mailOptions(sink.host)))).toMatchObject([
    { outcome: 'published', what: 'mailed to web@shop.test, lead@shop.test' },
  ]);
  expect(messages.map(({ to }) => to)).toEqual(['web@shop.test', 'lead@shop.test']);
  const text = messages[0]?.text ?? '';
  expect(text.split('\n', 1)[0]?.trim()).toMatch(/^✕ Fail: pr on staging/);
  expect(text).toContain('signs in');
  expect(text).toContain(`https://reports.test/100%/${run.id}/index.html`);
});

it('a password is told to nobody in the clear', async () => {
  process.env['MAIL_PASSWORD'] = SECRET;
  const heard: string[] = [];
  const server = createServer((socket) => {
    socket.write('220 plain\r\n');
    socket.on('data', (data) => {
      heard.push(String(data));
      socket.write('250 ok\r\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const login = { user: 'harness', password: { variable: 'MAIL_PASSWORD' } };
  const [failed] = await publishMissing(run, told('mail', { ...mailOptions(host), login }));
  server.close();
  expect(failed).toMatchObject({ outcome: 'failed' });
  expect(failed?.what).toContain('in the clear');
  expect(heard.join('')).toMatch(/^EHLO \S+\r\n$/);
});

it('verdicts that nobody wants to hear of are told to nobody, and that is noted', async () => {
  await using sink = await openMailSink(arrived);
  const options = { ...mailOptions(sink.host), verdicts: ['unknown'] };
  expect(await publishMissing(run, told('mail', options))).toMatchObject([
    { outcome: 'published', what: 'nobody is told of fail' },
  ]);
  expect(messages).toEqual([]);
});

it.each([
  ['slack', { webhook: 'https://hooks.slack.com/services/T0/B0/x' }],
  ['slack', { webhook: { variable: 'X' }, link: 'https://reports.test/' }],
  ['mail', { server: 'smtp://me:secret@mail.test', from: 'a@b.c', to: ['a@b.c'] }],
  ['mail', { server: 'smtp://mail.test', from: 'a@b.c\r\nBcc: d@e.f', to: ['a@b.c'] }],
  ['mail', { server: 'smtp://mail.test', from: 'a@b.c', to: [] }],
])('%s refuses a secret in its options, and what is no address: %j', async (publisher, options) => {
  await expect(told(publisher, options)('smoke')).rejects.toThrow(/publish/);
});
