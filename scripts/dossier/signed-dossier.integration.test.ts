import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { configSchema } from '../../kernel/config.ts';
import { makeRun, MADE_AT, MADE_COMMIT } from '../gate/testing/made-run.ts';
import { decide, type DecideRequest } from './decide.ts';
import { PAGE_FILE, PRINT_FILE } from './dossier-files.ts';
import { makeDossier } from './make-dossier.ts';
import { printPdf } from './print-pdf.ts';
import { signed } from './ssh-keygen.ts';
import type { StandsOn } from './stands-on.ts';
import { findDossier, verifyDossier } from './verify-dossier.ts';

const NOW = new Date('2026-11-30T12:00:00.000Z');
const LATER = new Date('2026-11-30T13:00:00.000Z');
const PR = '20261130_1000_main_1a2b3c4_0001';

let base: string;
let on: StandsOn;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'signed-'));
  for (const who of ['alice', 'bob', 'carol', 'author', 'mallory', 'former'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', who, '-f', keyOf(who)]);
  on = {
    config: configSchema.parse({
      stages: { release: { required: ['e2e/login'], mustProve: ['FUN-01/user-login'] } },
      otherwise: {},
      risks: { rollback: { plan: 'go back', owner: 'o', minutes: 5 }, risks: [] },
    }),
    approvers: [
      ...['alice', 'bob', 'carol', 'author'].map((who) => lineOf(who)),
      lineOf('former', 'valid-before="20261101"'),
    ].join('\n'),
    uncommitted: [],
    authors: () => ['author@example.com'],
    commits: () => undefined,
    detection: () => Promise.resolve(undefined),
    dossiers: join(base, 'none'),
    print: () => Promise.resolve(Buffer.from('%PDF-')),
  };
});
afterAll(() => {
  rmSync(base, { recursive: true });
});

const keyOf = (who: string) => join(base, who);
const mailOf = (who: string) => `${who}@example.com`;
function lineOf(who: string, more = '') {
  const options = ['namespaces="harness-go-no-go"', more].filter((one) => one !== '').join(',');
  return `${mailOf(who)} ${options} ${readFileSync(`${keyOf(who)}.pub`, 'utf8').trim()}`;
}

/** A dossier of which the gate passes, in folders of its own. */
async function made(stands = on, stage: 'release' | 'smoke' = 'release', at = NOW) {
  const folder = mkdtempSync(join(base, 'dossier-'));
  const evidence = join(folder, 'evidence');
  const suites = [{ name: 'e2e/login' as const, checks: [{ proves: ['FUN-01/user-login'] }] }];
  const run = makeRun({ root: evidence, id: PR, suites });
  const out = join(folder, 'go-no-go');
  const dossier = await makeDossier({ runs: [run], stage, now: at }, out, stands);
  const say = (who: string, more: Partial<DecideRequest> = {}) =>
    decide({
      dossier: out,
      decision: 'approve',
      by: mailOf(who),
      key: keyOf(who),
      now: LATER,
      evidence,
      on: stands,
      ...more,
    });
  const verify = (look: object = {}) =>
    verifyDossier(findDossier(out), { evidence, now: LATER, on: stands, ...look });
  return { out, evidence, run, dossier, say, verify };
}

const said = (verified: Awaited<ReturnType<typeof verifyDossier>>) =>
  verified.decided.reasons.map(({ what }) => what);

it('two seniors sign, and it is a Go wherever it is checked: page and PDF say so', async () => {
  const { out, evidence, dossier, say, verify } = await made({ ...on, print: printPdf });
  expect(dossier.decided.verdict).toBe('unknown');
  expect(dossier.unprinted).toBeUndefined();
  expect(said(await say('alice'))).toEqual(['1 of 2 approvals']);
  const { decided } = await say('bob', { reason: 'looked at the soak' });
  expect(decided).toMatchObject({ verdict: 'pass', approvals: 2, reasons: [] });
  expect((await verify()).decided.verdict).toBe('pass');
  expect(readFileSync(join(out, PAGE_FILE), 'utf8')).toMatch(/<h1 id="verdict">Go<\/h1>/);
  expect(readFileSync(join(out, PRINT_FILE)).subarray(0, 5).toString()).toBe('%PDF-');
  // Elsewhere: both folders copied, no git history, no detection.
  const other = mkdtempSync(join(base, 'elsewhere-'));
  cpSync(out, join(other, 'copy'), { recursive: true });
  cpSync(evidence, join(other, 'evidence'), { recursive: true });
  const there = { ...on, authors: () => [] };
  const verified = await verifyDossier(findDossier(join(other, 'copy')), {
    evidence: join(other, 'evidence'),
    now: LATER,
    on: there,
  });
  expect(verified.decided).toMatchObject({ verdict: 'pass', reasons: [] });
});

describe('is no Go once', () => {
  it('what it is held to is here as nobody committed it', async () => {
    const { say, verify } = await made();
    await say('alice');
    await say('bob');
    const { decided } = await verify({ on: { ...on, uncommitted: ['approvers'] } });
    expect(decided).toMatchObject({
      verdict: 'unknown',
      reasons: [{ what: 'it is held to files that nobody committed', observed: 'approvers' }],
    });
  });

  type Made = Awaited<ReturnType<typeof made>>;
  const decisions = ({ out }: Made) =>
    readdirSync(join(out, 'decisions')).map((name) => join(out, 'decisions', name));
  const edit = (file: string, from: string | RegExp, to: string): undefined => {
    const text = readFileSync(file, 'utf8');
    const edited = text.replace(from, to);
    expect(edited).not.toBe(text);
    writeFileSync(file, edited);
  };
  const remove = (file: string): undefined => {
    rmSync(file);
  };
  const move = (from: string, to: string): undefined => {
    renameSync(from, to);
  };
  const waiver = { of: 'x', suite: 'load/x', reason: 'r', ticket: 't', owner: 'o', approver: 'p' };

  it.each<[string, (signed: Made) => StandsOn | Promise<unknown> | undefined, RegExp]>([
    [
      'a byte of go-no-go.json is another',
      ({ out }) => edit(join(out, 'go-no-go.json'), '"1.0.0"', '"1.0.1"'),
      /judged again it is not the same/,
    ],
    [
      'a space of go-no-go.json is one more',
      ({ out }) => edit(join(out, 'go-no-go.json'), '"stage": ', '"stage":  '),
      /judged again it is not the same/,
    ],
    [
      'the page says something else',
      ({ out }) => edit(join(out, PAGE_FILE), 'shop', 'shop!'),
      /go-no-go\.html does not say what/,
    ],
    [
      'the evidence is another',
      ({ run }) => edit(run.json, '"pass"', '"fail"'),
      /judged again it is not the same/,
    ],
    [
      'the evidence is not there',
      ({ evidence }) => move(evidence, `${evidence}-gone`),
      /the evidence that it stands on is not here/,
    ],
    [
      'a decision is another',
      (signed) => edit(decisions(signed)[0] ?? '', /"payload": "(.)/, '"payload": "$1$1'),
      /cannot be read|does not verify|another dossier/,
    ],
    [
      'a signature is another',
      (signed) => edit(decisions(signed)[1] ?? '', /"sig": "(.{80})./, '"sig": "$1A'),
      /is not counted/,
    ],
    [
      'an approval is taken away from before another',
      (signed) => remove(decisions(signed)[0] ?? ''),
      /a decision before it was taken away/,
    ],
    ['the last approval is taken away', (signed) => remove(decisions(signed)[1] ?? ''), /1 of 2 approvals/],
    ['somebody denies it', ({ say }) => say('carol', { decision: 'deny' }), /carol@example\.com denies it/],
    ['somebody holds it', ({ say }) => say('carol', { decision: 'hold' }), /carol@example\.com holds it/],
    [
      'who made the commit holds it',
      ({ say }) => say('author', { decision: 'hold' }),
      /author@example\.com holds it/,
    ],
    [
      'a waiver came',
      () => ({
        ...on,
        config: { ...on.config, waivers: [{ ...waiver, created: '2026-11-01', expires: '2026-12-20' }] },
      }),
      /judged again it is not the same/,
    ],
    [
      'the policy is another',
      () => ({
        ...on,
        config: { ...on.config, stages: { release: { required: [], mustProve: [], flakes: 0 } } },
      }),
      /judged again it is not the same/,
    ],
    [
      'the risks are others',
      () => ({ ...on, config: { ...on.config, risks: { risks: [] } } }),
      /judged again it is not the same/,
    ],
    [
      'the approvers are others',
      () => ({ ...on, approvers: `${on.approvers}\n${lineOf('mallory')}` }),
      /judged again it is not the same/,
    ],
    [
      'a detection came',
      () => ({
        ...on,
        detection: () =>
          Promise.resolve({
            id: 'd',
            endedAt: MADE_AT,
            digest: 'x',
            says: 's',
            verdict: 'pass' as const,
            areas: [],
          }),
      }),
      /judged again it is not the same/,
    ],
  ])('%s', async (_, change, what) => {
    const signed = await made();
    await signed.say('alice');
    await signed.say('bob');
    const result = await change(signed);
    const stands =
      result !== undefined && result !== null && typeof result === 'object' && 'approvers' in result
        ? (result as StandsOn)
        : on;
    const verified = await signed.verify({ on: stands });
    expect(['unknown', 'fail']).toContain(verified.decided.verdict);
    expect(said(verified).join('\n')).toMatch(what);
  });

  it('its approvals have expired', async () => {
    const { say, verify } = await made();
    await say('alice', { days: 1 });
    await say('bob');
    expect((await verify()).decided.verdict).toBe('pass');
    expect(said(await verify({ now: new Date('2026-12-01T14:00:00Z') }))).toEqual(['1 of 2 approvals']);
  });
});

describe('nobody can sign, and nothing is written,', () => {
  it.each<[string, string, Partial<DecideRequest>, RegExp]>([
    ['who made the commit', 'author', {}, /made the commit, and does not approve it/],
    ['who may not decide', 'mallory', {}, /mallory@example\.com is not among those who may decide/],
    ['in the name of another', 'mallory', { by: 'alice@example.com' }, /is no key of alice@example\.com/],
    ['whose key is not valid any more', 'former', {}, /is no key of former@example\.com/],
    [
      'with days, where it is no approval',
      'alice',
      { decision: 'deny', days: 3 },
      /--days: only an approval ends by itself; leave it out of deny/,
    ],
    ['for longer than the rule lets', 'alice', { days: 8 }, /--days: got 8; more than 0, and at most 7/],
  ])('%s', async (_, who, more, problem) => {
    const { out, say } = await made();
    await expect(say(who, more)).rejects.toThrow(problem);
    expect(existsSync(join(out, 'decisions'))).toBe(false);
  });

  it('without a key, however much there is to sign', () => {
    expect(() => signed(Buffer.alloc(4 << 20), join(base, 'nobody'))).toThrow(/could not sign by .*nobody:/);
  });

  it('a rehearsal, and what the gate does not pass', async () => {
    const release = { required: [], mustProve: [], flakes: 0 };
    const rehearsal = {
      ...on,
      config: { ...on.config, stages: { release: { ...release, rehearsal: true } } },
    };
    await expect((await made(rehearsal)).say('alice', { decision: 'deny' })).rejects.toThrow(
      /it is a rehearsal: nobody can sign it/,
    );
    const open = {
      ...on,
      config: { ...on.config, stages: { release: { ...release, required: ['load/x'] } } },
    };
    await expect((await made(open)).say('alice')).rejects.toThrow(
      /the gate says unknown: there is nothing to approve/,
    );
  });

  it('what is of another stage than release', async () => {
    const { release } = on.config.stages;
    const stages = { ...on, config: { ...on.config, stages: { release, smoke: release } } } as StandsOn;
    const { say, dossier } = await made(stages, 'smoke');
    expect(dossier.dossier).toMatchObject({ verdict: 'pass', rehearsal: true });
    await expect(say('alice')).rejects.toThrow(/it is a rehearsal: nobody can sign it/);
  });

  it('what is judged as at a day that is still to come', async () => {
    const { say } = await made();
    await expect(say('alice', { now: new Date('2026-11-30T11:00:00Z') })).rejects.toThrow(/still to come/);
  });

  it('where nobody knows the commit, whatever the dossier says of who made it', async () => {
    const { out, say } = await made();
    const file = join(out, 'go-no-go.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('author@example.com', 'nobody@example.com'));
    const there = { ...on, authors: () => [] };
    await expect(say('author', { on: there })).rejects.toThrow(/does not have the commit/);
  });

  it('what was changed since it was made', async () => {
    const { out, say } = await made();
    const file = join(out, PAGE_FILE);
    writeFileSync(file, readFileSync(file, 'utf8').replace('shop', 'shop!'));
    await expect(say('alice')).rejects.toThrow(/go-no-go\.html does not say what/);
  });
});

describe('what is said of it in another folder of the dossiers', () => {
  /** A signed Go, and a second dossier in a folder beside it: the same, or one of the same version that was made later. */
  async function twice(at: 'copied' | 'made anew') {
    const dossiers = mkdtempSync(join(base, 'dossiers-'));
    const [first, second] = [join(dossiers, 'first'), join(dossiers, 'second')];
    const stands = { ...on, dossiers };
    const { run, evidence } = await made();
    await makeDossier({ runs: [run], stage: 'release', now: NOW }, first, stands);
    if (at === 'copied') cpSync(first, second, { recursive: true });
    else
      await makeDossier(
        { runs: [run], stage: 'release', now: new Date(NOW.getTime() + 60_000) },
        second,
        stands,
      );
    let time = LATER.getTime();
    const say = (who: string, dossier: string, decision: DecideRequest['decision'] = 'approve') =>
      decide({
        ...{ dossier, decision, by: mailOf(who), key: keyOf(who), evidence, on: stands },
        now: new Date((time += 60_000)),
      });
    const verify = (folder: string) =>
      verifyDossier(findDossier(folder), { evidence, now: new Date(time), on: stands });
    return { first, second, say, verify };
  }

  it.each(['copied', 'made anew'] as const)('stands against it too (%s)', async (at) => {
    const { first, second, say, verify } = await twice(at);
    await say('alice', first);
    await say('bob', first);
    expect((await verify(first)).decided.verdict).toBe('pass');
    await say('carol', second, 'hold');
    const held = await verify(first);
    expect(held.decided.verdict).toBe('unknown');
    expect(said(held).join('\n')).toMatch(/^carol@example\.com holds it, in .*second: the same version/);
    await say('carol', second, 'deny');
    expect((await verify(first)).decided.verdict).toBe('fail');
    // What one says later takes the place of what the same person said, here only.
    await say('carol', first, 'approve');
    expect((await verify(first)).decided).toMatchObject({ verdict: 'pass', reasons: [] });
    expect((await verify(second)).decided.verdict).toBe('fail');
  });

  it('nobody approves it while it is denied there', async () => {
    const { first, second, say } = await twice('made anew');
    await say('carol', second, 'deny');
    await expect(say('alice', first)).rejects.toThrow(/carol@example\.com denies it, in .*second.*Fix: /s);
    expect(existsSync(join(first, 'decisions'))).toBe(false);
  });

  it('is unknown where it cannot be read', async () => {
    const { first, second, say, verify } = await twice('made anew');
    await say('alice', first);
    await say('bob', first);
    await say('carol', second, 'deny');
    const file = join(second, 'decisions', '01-deny-carol-example.com.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, 100));
    expect((await verify(first)).decided.verdict).toBe('unknown');
    writeFileSync(file, text);
    rmSync(join(second, 'go-no-go.json'));
    expect((await verify(first)).decided.verdict).toBe('unknown');
  });
});

it('no PDF stays that says something else than the page', async () => {
  const { out, say } = await made();
  await say('alice');
  expect(existsSync(join(out, PRINT_FILE))).toBe(true);
  const print = () => Promise.reject(new Error('no browser'));
  const { unprinted } = await say('carol', { decision: 'deny', on: { ...on, print } });
  expect(unprinted).toMatchObject({ what: 'no browser' });
  expect(existsSync(join(out, PRINT_FILE))).toBe(false);
});

it('what stands beside the decisions and is none changes nothing, and a signed dossier is not written over', async () => {
  const { out, run, say, verify } = await made();
  await say('alice');
  await say('bob');
  writeFileSync(join(out, 'decisions', '.DS_Store'), '');
  writeFileSync(join(out, 'decisions', '03-deny-x.json.7.partial'), '{');
  expect((await verify()).decided.verdict).toBe('pass');
  await expect(makeDossier({ runs: [run], stage: 'release', now: NOW }, out, on)).rejects.toThrow(
    /2 signed decisions stands there already.*Fix: /s,
  );
});

it('a path is the dossier in that folder, and none of the same name elsewhere', async () => {
  const { out } = await made();
  expect(findDossier(out).folder).toBe(out);
  expect(() => findDossier(join(out, 'gone', 'x'))).toThrow(
    /no dossier ".*x": got .*gone\/x, and there is no/,
  );
});

it('where ssh-keygen is not installed, that is said, and how to get it', async () => {
  const { say } = await made();
  const path = process.env['PATH'];
  process.env['PATH'] = '/nowhere';
  onTestFinished(() => void (process.env['PATH'] = path));
  await expect(say('alice')).rejects.toThrow(/ssh-keygen does not start.*apt-get install openssh-client/s);
});

describe('since the last Go', () => {
  /** A Go that lies where all dossiers are, and who made the commits since. */
  async function afterGo(since: readonly string[] = ['author@example.com', 'carol@example.com']) {
    const dossiers = mkdtempSync(join(base, 'dossiers-'));
    const first = await made({ ...on, dossiers });
    await first.say('alice');
    await first.say('bob');
    cpSync(first.out, join(dossiers, 'first'), { recursive: true });
    const asked: (string | undefined)[] = [];
    const stands: StandsOn = {
      ...{ ...on, dossiers },
      authors: (_, from) => {
        asked.push(from?.commit);
        return from === undefined ? ['author@example.com'] : since;
      },
      commits: () => ({
        total: 1,
        takenBack: 0,
        newest: [{ commit: 'c1', by: 'carol@example.com', says: 'a change' }],
      }),
    };
    const NEXT = new Date('2026-11-30T14:00:00.000Z');
    const second = await made(stands, 'release', NEXT);
    const say = (who: string, more: Partial<DecideRequest> = {}) =>
      second.say(who, { now: new Date(NEXT.getTime() + 60_000), ...more });
    return { ...second, say, first, dossiers, stands, asked, now: new Date(NEXT.getTime() + 120_000) };
  }

  it('it says what changed, and nobody approves who made one of the commits since', async () => {
    const { dossier, say, asked, verify, now, out } = await afterGo();
    expect(dossier.dossier.since).toMatchObject({ commits: { total: 1 }, suites: [], weaker: [] });
    expect(asked).toContain(MADE_COMMIT);
    expect(readFileSync(join(out, PAGE_FILE), 'utf8')).toContain('a change');
    await expect(say('carol')).rejects.toThrow(
      /made the commit, or one since the last Go, and does not approve/,
    );
    await say('alice');
    await say('bob');
    expect((await verify({ now })).decided).toMatchObject({ verdict: 'pass', reasons: [] });
  });

  it('nobody approves where that Go is not, and others may check it there', async () => {
    const { say, stands, verify, now } = await afterGo();
    const elsewhere = { ...stands, dossiers: join(base, 'none') };
    await expect(say('alice', { on: elsewhere })).rejects.toThrow(/the last Go is not here/);
    await say('alice');
    await say('bob');
    expect((await verify({ now, on: elsewhere })).decided).toMatchObject({ verdict: 'pass', reasons: [] });
    const without = { ...elsewhere, authors: () => [], commits: () => undefined };
    expect((await verify({ now, on: without })).decided).toMatchObject({ verdict: 'pass', reasons: [] });
  });

  it('one that was not Go, or was held last, is none; and a Go that turns up later voids what was made without it', async () => {
    const { first, dossiers, stands, out, verify, now } = await afterGo();
    await first.say('carol', { decision: 'hold', reason: 'wait', now: new Date('2026-11-30T13:30:00.000Z') });
    const held = mkdtempSync(join(base, 'held-'));
    cpSync(first.out, join(held, 'first'), { recursive: true });
    const { dossier } = await made(
      { ...stands, dossiers: held },
      'release',
      new Date('2026-11-30T14:00:00.000Z'),
    );
    expect(dossier.dossier).not.toHaveProperty('since');
    const text = readFileSync(join(out, 'go-no-go.json'), 'utf8');
    const { since: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
    writeFileSync(
      join(out, 'go-no-go.json'),
      `${JSON.stringify({ ...rest, authors: ['author@example.com'] }, null, 1)}\n`,
    );
    const { decided } = await verify({ now, on: { ...stands, dossiers } });
    expect(decided.reasons.map(({ what }) => what)).toContain('judged again it is not the same');
  });
});
