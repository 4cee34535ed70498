import { describe, expect, it } from 'vitest';
import type { Check } from '../kernel/evidence.ts';
import { gate, type Waiver } from '../kernel/gate.ts';
import { ctrfOf } from './ctrf/ctrf.ts';
import { junitOf } from './junit/junit.ts';
import { buildModel } from './model/model.ts';
import type { ReportInput } from './model/input.ts';
import { decidesSection } from './page/decides.ts';
import { factsList, headFacts } from './page/facts.ts';
import { linksOf } from './page/links.ts';
import { summaryMarkdown } from './text/summary.ts';
import { terminalSummary } from './text/terminal.ts';
import { sampleRun } from './testing/sample-run.ts';

const FLAKY = 'uploads.spec.ts › retries a broken upload once › chromium';
const QUARANTINE: Waiver = {
  ...{ of: FLAKY, suite: 'e2e/uploads', reason: 'The proxy drops it now and then.', flaky: true },
  ...{ owner: 'Web team', approver: 'Head of quality', ticket: 'WEB-99' },
  ...{ created: '2026-11-10', expires: '2026-12-01' },
};

/** The sample that passes, with its flaky check in quarantine and its attempts as told. */
function inputWith(
  outcomes: readonly Check['outcome'][],
  waivers: readonly Waiver[] = [QUARANTINE],
): ReportInput {
  const input = sampleRun('pass');
  const { planned, demanded, notApplicable } = input.run;
  const evidences = input.evidences.map((evidence) => {
    const known = evidence.checks.find(({ id }) => id === FLAKY);
    if (known === undefined) return evidence;
    const own = outcomes.map((outcome, at) => ({ ...known, outcome, attempt: at + 1 }));
    return { ...evidence, checks: [...evidence.checks.filter(({ id }) => id !== FLAKY), ...own] };
  });
  const { policy, now } = input;
  const decision = gate({ planned, evidences, policy, waivers, now, demanded, notApplicable });
  return { ...input, evidences, waivers, decision, decisions: decision.suites };
}

function views(input: ReportInput) {
  const model = buildModel(input);
  return {
    model,
    terminal: terminalSummary(model, { width: 120, colour: false }).replaceAll(/\s+/g, ' '),
    markdown: summaryMarkdown(model),
    facts: String(factsList(headFacts(model))),
    decides: String(decidesSection(model, linksOf('/reports', '/evidence'))),
    junit: junitOf(model),
    ctrf: JSON.stringify(ctrfOf(model)),
  };
}

describe('a check in quarantine', () => {
  const said = views(inputWith(['failed', 'passed']));

  it('is told apart on the first screen of each view', () => {
    expect(said.model.verdict).toBe('waived');
    expect(said.terminal).toContain(
      'WAIVED Passes but for what is in quarantine: e2e/uploads: retries a broken',
    );
    expect(said.facts).toContain('<a href="#quarantine">1 check</a>');
    expect(said.decides).toContain('<h3 id="quarantine">In quarantine</h3>');
    expect(said.decides).toContain('passed only at attempt 2');
    expect(said.markdown).toMatch(
      /### In quarantine\n\n.*Web team, WEB-99, 10 days left, passed only at attempt 2/,
    );
    expect(said.markdown).not.toContain('### Waivers');
  });

  it('is no pass to readers of JUnit and CTRF', () => {
    expect(said.junit).toContain(`<property name="quarantined" value="${FLAKY}"/>`);
    expect(said.junit).toContain('<skipped message="in quarantine: passed only at a further attempt"/>');
    expect(said.ctrf).toContain('"quarantined":true');
    const suite = said.model.suites.find(({ name }) => name === 'e2e/uploads');
    const { passed = 0, failed = 0, waived, skipped = 0 } = suite?.counts ?? {};
    expect(waived).toBe(1);
    expect(passed + failed + skipped + 1).toBe(suite?.checks.length);
  });

  it('that failed at every attempt is told as that', () => {
    const { model, terminal, decides } = views(inputWith(['failed', 'failed']));
    expect(model.verdict).toBe('fail');
    for (const view of [terminal, decides]) expect(view).toContain('failed at each of its 2 attempts');
  });

  it('that passed at once is shown, for it proves nothing', () => {
    const { model, facts, decides } = views(inputWith(['passed']));
    expect(model.verdict).toBe('pass');
    expect(model.sentence).toContain('1 check in quarantine');
    expect(facts).toContain('#quarantine');
    expect(decides).toContain('<span>passed</span>');
  });
});

describe('a first attempt that failed', () => {
  it.each([
    ['passed later', ['failed', 'passed'], '1 of them passed later'],
    ['failed again', ['failed', 'failed'], '0 of them passed later'],
  ] as const)('is counted in every view where the check %s', (_, outcomes, later) => {
    const { model, markdown, facts, junit, ctrf } = views(inputWith(outcomes, []));
    expect(model.totals.firstFailures).toBe(1);
    expect(markdown).toContain(`1 check failed at the first attempt, ${later}`);
    expect(facts).toContain('1 failed');
    expect(junit).toContain('<property name="first-attempt-failures" value="1"/>');
    expect(ctrf).toContain('"firstAttemptFailures":1');
    expect(ctrf).toContain('"firstAttemptFailed":true');
  });

  it('is said of none where none did', () => {
    const { facts, junit, markdown } = views(inputWith(['passed'], []));
    expect(facts).toContain('none failed');
    expect(markdown).not.toContain('first attempt');
    expect(junit).not.toContain('first-attempt');
  });
});
