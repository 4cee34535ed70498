import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InfraError } from '../../../kernel/errors.ts';
import type { Child, Scope } from '../../../kernel/scope.ts';
import { callZap, type ZapAccess } from './zap-api.ts';
import type { Sentence } from '../../../kernel/sentence.ts';

export interface ZapStart {
  /** The launcher: `zap.sh`, or a program that takes its options. */
  readonly program: string;
  readonly work: string;
  readonly scope: Scope;
  readonly signal: AbortSignal;
  readonly maxDepth: number;
}

export interface ZapDaemon extends ZapAccess {
  /** Stops ZAP and waits until it is gone. The run's scope would, too, but later. */
  stop(): Promise<void>;
  /** Writes ZAP's own log without the API's key to a file, and returns its path. */
  log(): Promise<string>;
}

const START_MS = 60_000;
const POLL_MS = 200;

/**
 * Starts ZAP on a free loopback port, silent (no call home, no update check), with a home folder of its own and at most 512 MB
 * of heap. The API's key goes through a file that only this user reads. Throws an InfraError with the log's end when it does not come up.
 */
export async function startZap(start: ZapStart): Promise<ZapDaemon> {
  const home = join(start.work, 'zap-home');
  await mkdir(home, { recursive: true, mode: 0o700 });
  const key = randomBytes(24).toString('hex');
  const port = await freePort();
  const access = { url: `http://127.0.0.1:${port}`, key, signal: start.signal };
  const output = join(start.work, 'zap-output.log');
  const child = await start.scope.spawn({
    command: start.program,
    args: await argumentsOf(start, home, port, key),
    cwd: start.work,
    // The quick compiler and the plain collector: seconds less to start on a small machine.
    env: { JAVA_TOOL_OPTIONS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' },
    output: { file: output },
  });
  await untilItAnswers(access, child, output);
  return { ...access, stop: () => child.stop(), log: () => logWithout(key, home, start.work) };
}

async function argumentsOf(
  start: ZapStart,
  home: string,
  port: number,
  key: string,
): Promise<readonly string[]> {
  const file = join(start.work, 'zap.properties');
  await writeFile(file, configurationOf(key, start.maxDepth), { mode: 0o600 });
  const where = ['-dir', home, '-host', '127.0.0.1', '-port', String(port)];
  return ['-Xmx512m', '-daemon', '-silent', ...where, '-configfile', file];
}

/** The spider only follows links: it submits no form and carries no cookie. */
export function configurationOf(key: string, maxDepth: number): string {
  const settings = {
    'api.key': key,
    'spider.postform': false,
    'spider.processform': false,
    'spider.acceptCookies': false,
    'spider.maxDepth': maxDepth,
    'spider.thread': 2,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

async function untilItAnswers(access: ZapAccess, child: Child, output: string): Promise<void> {
  const deadline = performance.now() + START_MS;
  const life = { ended: false };
  void child.exited.then(() => (life.ended = true));
  for (;;) {
    const answers = await callZap(access, 'core/view/version').then(
      () => true,
      () => false,
    );
    if (answers) return;
    access.signal.throwIfAborted();
    if (life.ended || performance.now() > deadline) {
      throw new InfraError(await whyNot(life.ended, output, access.key));
    }
    await sleep(POLL_MS, undefined, { signal: access.signal });
  }
}

async function whyNot(ended: boolean, output: string, key: string): Promise<Sentence> {
  const text = await readFile(output, 'utf8').catch(() => '');
  const end = text.replaceAll(key, '***').slice(-800).trim();
  const what = ended ? 'ended while it started' : `did not answer within ${START_MS / 1000} s`;
  return {
    what: `ZAP ${what}.`,
    fix: `look at its output, and try \`./harness doctor\`. It ended with:\n${end}`,
  };
}

/** ZAP writes each setting from a file into its log, the key too. */
async function logWithout(key: string, home: string, work: string): Promise<string> {
  const file = join(work, 'zap.log');
  const text = await readFile(join(home, 'zap.log'), 'utf8').catch(() => '');
  await writeFile(file, text.replaceAll(key, '***'), { mode: 0o600 });
  return file;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
