import { expect, test } from 'vitest';
import { gate } from '../../kernel/gate.ts';
import { quote } from './quote.ts';
import { printable } from '../../kernel/printable.ts';
import { HOSTILE, HOSTILE_NAME } from '../../kernel/testing/hostile.ts';
import { sampleCheck, sampleEvidence, sampleSuite, sampleWaiver } from '../../kernel/testing/samples.ts';
import { shown } from './output.ts';
import { createProgress } from './progress.ts';
import { sayDecision } from './say-decision.ts';
import { table } from './table.ts';

const failed = { id: HOSTILE_NAME, outcome: 'failed', detail: `${HOSTILE_NAME}\n${HOSTILE_NAME}` } as const;
const decision = gate({
  planned: [{ suite: sampleSuite() }],
  evidences: [sampleEvidence({ checks: [{ ...failed, durationMs: 1, proves: [], attempt: 1 }] })],
  policy: { required: [], mustProve: [], flakes: 0 },
  waivers: [],
  now: new Date('2026-11-21T03:12:00Z'),
  problems: [{ what: HOSTILE_NAME }],
});

function progress(): string {
  const lines: string[] = [];
  const out = (line: string) => void lines.push(line);
  const redact = (text: string) => text;
  const news = () => ({ checks: 1, decision });
  const commands = { rerun: () => './harness run x', whole: './harness judge run' };
  const say = createProgress({ out, redact, startedAt: 0, ...commands, news });
  say.line(`problem: ${HOSTILE_NAME}`);
  say.suiteEnded('e2e/login', 'completed', 1200);
  say.stop();
  return lines.join('\n');
}

test.each([
  ['a decision', () => sayDecision('run', decision)],
  ['progress', progress],
  ['a table', () => table(['name'], [[HOSTILE_NAME]])],
])('%s shows hostile names by visible escapes only, and on no line of their own', (_what, say) => {
  const text = say();
  const border = shown(text, false);
  const raw = HOSTILE.filter(([, character]) => !'\n\t'.includes(character) && border.includes(character));
  expect(raw.map(([name]) => name)).toEqual([]);
  expect(text).not.toMatch(/^(::error|##|forged)/m);
  expect(border).not.toMatch(/^\s*::error|##\w*\[/m);
});

test('a decision prints the command that waives a check, whatever it is called, so that it can be pasted', () => {
  const said = sayDecision('run', decision);
  expect(said).toContain(`  waive    ./harness waive ${quote(printable(HOSTILE_NAME))} --suite `);
  expect(decision.reasons.find(({ check }) => check !== undefined)?.waivable).toEqual([HOSTILE_NAME]);
});

test('a decision says that it is a rehearsal, and waives nothing that is waived already', () => {
  const planned = [{ suite: sampleSuite() }];
  const checks = [sampleCheck({ outcome: 'failed' })];
  const input = {
    planned,
    evidences: [sampleEvidence({ checks })],
    waivers: [],
    now: new Date('2026-06-01T00:00:00Z'),
  };
  const policy = { required: [], mustProve: [], flakes: 0 };
  const failed = sayDecision('run', gate({ ...input, policy: { ...policy, rehearsal: true } }));
  expect(failed).toContain('run: fail, in rehearsal');
  expect(failed).toContain('  waive    ');
  const waived = sayDecision('run', gate({ ...input, policy, waivers: [sampleWaiver()] }));
  expect(waived).toMatch(/^run: waived$/m);
  expect(waived).not.toContain('  waive    ');
});

test('a decision names the suite of each check that can be waived', () => {
  const suites = (['e2e/a', 'e2e/b'] as const).map((name) => sampleSuite({ name }));
  const check = sampleCheck({ id: "it's", outcome: 'failed' });
  const decided = (some: typeof suites) =>
    sayDecision(
      'run',
      gate({
        planned: some.map((suite) => ({ suite })),
        evidences: some.map((suite) => sampleEvidence({ suite, checks: [check] })),
        policy: { required: [], mustProve: [], flakes: 0 },
        waivers: [],
        now: new Date('2026-11-21T03:12:00Z'),
      }),
    );
  const said = decided(suites);
  for (const { name } of suites)
    expect(said).toContain(`  waive    ./harness waive 'it'\\''s' --suite ${name} --from run`);
});

test('progress takes a secret of many lines out before it moves them', () => {
  const lines: string[] = [];
  const options = { out: (line: string) => void lines.push(line), startedAt: 0, rerun: () => '', whole: '' };
  const redact = (text: string) => text.replaceAll('one\ntwo', '[redacted]');
  const say = createProgress({ ...options, redact, news: () => ({ checks: 1, decision }) });
  say.line('problem: one\ntwo');
  say.stop();
  expect(lines.join('\n')).toContain('problem: [redacted]');
});
