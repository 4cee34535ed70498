import { loadCatalogue } from './catalogue.ts';
import { aspectsNamed } from '../../kernel/requirement.ts';
import { gate, type Policy, type Waiver } from '../../kernel/gate.ts';
import type { RunSummary } from '../model/history.ts';
import type { ReportInput, RunRecord } from '../model/input.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { loginSample, uploadsSample } from './e2e-samples.ts';
import { emptySmokeSample, loadSeries, peakSample } from './load-samples.ts';
import {
  brokenOffSample,
  chaosSample,
  contractSample,
  neverRanSample,
  OLD_HEADER,
  securitySample,
  unavailableSample,
} from './other-samples.ts';
import { SAMPLE_KINDS } from './sample-kinds.ts';
import { at, type SuiteSample } from './suite-samples.ts';

/** `crashed`: the target never came up, so that little but the plan is known. */
export const SAMPLES = ['pass', 'waived', 'fail', 'unknown', 'interrupted', 'crashed'] as const;
export type Sample = (typeof SAMPLES)[number];

const POLICY: Policy = { required: ['e2e/login'], mustProve: ['FUN-01', 'CON-02/web-api'], flakes: 1 };
const NOW = new Date('2026-11-21T03:18:00Z');

/** A realistic run, judged by the real gate. */
export function sampleRun(sample: Sample): ReportInput {
  const suites = suitesOf(sample);
  const catalogue = loadCatalogue();
  const evidences = suites.flatMap((one) => (one.evidence ? [one.evidence] : []));
  const waivers = sample === 'waived' ? [WAIVER] : [];
  const policy =
    sample === 'fail' ? { ...POLICY, mustProve: ['FUN-01', 'FUN-09/413', 'CON-02', 'SEC-06'] } : POLICY;
  const demanded = aspectsNamed(policy.mustProve, catalogue);
  const notApplicable = { 'SEC-11': 'Staging runs no container image.' };
  const run = { ...recordOf(sample, suites), demanded, notApplicable };
  const { problems, planned } = run;
  const decision = gate({ planned, evidences, policy, waivers, now: NOW, problems, demanded, notApplicable });
  return {
    run,
    evidences,
    decision,
    decisions: decision.suites,
    policy,
    waivers,
    catalogue,
    kinds: SAMPLE_KINDS,
    previous: sample === 'crashed' ? [] : HISTORY,
    series: new Map([['load/peak', loadSeries(sample === 'fail')]]),
    ...(run.endedAt !== undefined && {
      digest: { value: 'f3a1c09be2d7', verify: `./harness verify ${run.facts.id}` },
    }),
    diskBytes: 48_200_000,
    now: NOW,
  };
}

function suitesOf(sample: Sample): readonly SuiteSample[] {
  const bad = sample === 'fail';
  const whole = [
    loginSample(),
    uploadsSample(bad || sample === 'waived'),
    contractSample(),
    emptySmokeSample(sample === 'unknown'),
    peakSample(bad),
    chaosSample(),
    securitySample(bad),
  ];
  if (sample === 'unknown' || bad) return [...whole, unavailableSample()];
  if (sample === 'interrupted')
    return [loginSample(), uploadsSample(false), brokenOffSample(), neverRanSample()];
  return sample === 'crashed' ? whole.map(({ planned }) => ({ planned })) : whole;
}

const WAIVER: Waiver = {
  of: 'uploads.spec.ts › a file over 25 MB is refused with a clear message @FUN-02/size @FUN-09/413 › chromium',
  reason: 'The new message ships with 4.13; the refusal itself works.',
  suite: 'e2e/uploads',
  ticket: 'WEB-412',
  owner: 'Web team',
  approver: 'M. Osei',
  created: '2026-11-14',
  expires: '2026-12-03',
};

function recordOf(sample: Sample, suites: readonly SuiteSample[]): RunRecord {
  const crashed = sample === 'crashed';
  const whole = sample !== 'interrupted';
  return {
    facts: factsOf(sample),
    status: whole ? 'completed' : 'interrupted',
    endedAt: whole ? at(302) : undefined,
    planned: suites.map((one) => one.planned),
    skipped: [
      { name: 'load/soak', reason: 'not in stage main (soak only)' },
      { name: 'chaos/worker-kill', reason: 'not in stage main (nightly, release)' },
    ],
    tools: crashed ? [] : TOOLS,
    target: crashed ? undefined : TARGET,
    problems: crashed
      ? [{ what: 'the target reference did not start: the API did not answer on 127.0.0.1 in 180 s' }]
      : [],
    warnings: sample === 'fail' ? [{ what: 'seed data is 40 days old: run npm run seed' }] : [],
    peakMemoryMb: whole ? 612 : undefined,
  };
}

const TARGET = {
  name: 'reference',
  version: '4.12.0',
  commit: '9be41c7d02aa',
  urls: { web: 'http://127.0.0.1:43110', api: 'http://127.0.0.1:43111' },
  warmUpMs: 4180,
};

const TOOLS = [
  { name: 'chromium', version: '156.0.8078', source: 'path' },
  { name: 'k6', version: '2.2.0', source: 'cache' },
  { name: 'toxiproxy', version: '2.12.0', source: 'cache' },
  { name: 'zap', version: '2.17.0', source: 'explicit' },
];

function factsOf(sample: Sample): RunRecord['facts'] {
  return {
    id: `20261121_0312_main_1a2b3c4_${sample}`,
    startedAt: at(0),
    command: './harness run --stage main --env staging',
    stage: 'main',
    environment: {
      name: 'staging',
      title: 'Staging, like production',
      owner: 'Platform team',
      target: 'reference',
    },
    owner: 'Release team',
    seed: 20261121,
    harness: { version: '0.1.0', node: '24.21.0' },
    git: { branch: 'main', commit: '1a2b3c4d5e6f', dirty: sample === 'fail' },
    machine: { os: 'linux 6.1 x64', cores: 2, memoryMb: 24_000 },
  };
}

const UPLOAD_PROBLEM = `e2e/uploads › ${WAIVER.of}`;

function past(days: number, uploads: Verdict, peak: Verdict, factor: number): RunSummary {
  const problems = [
    ...(uploads === 'fail' ? [UPLOAD_PROBLEM] : []),
    ...(peak === 'fail' ? ['load/peak › http_req_duration.p95 <= 300 ms'] : []),
  ];
  const ok = (durationMs: number) => ({ verdict: 'pass' as const, durationMs: durationMs * factor });
  return {
    id: `run-${days}-days-ago`,
    started: new Date(NOW.getTime() - days * 86_400_000).toISOString(),
    environment: 'staging',
    stage: 'main',
    version: '4.11.2',
    branch: 'main',
    verdict: problems.length > 0 ? 'fail' : 'pass',
    suites: {
      'e2e/login': ok(18_400),
      'e2e/uploads': { verdict: uploads, durationMs: 47_000 * factor },
      'contract/web-api': ok(9100),
      'load/smoke': ok(36_000),
      'load/peak': { verdict: peak, durationMs: 126_000 },
      'security/passive': ok(39_000),
    },
    problems,
  };
}

const HISTORY: readonly RunSummary[] = [
  past(1, 'fail', 'pass', 1.02),
  past(2, 'fail', 'fail', 0.94),
  past(3, 'fail', 'pass', 1.1),
  past(4, 'pass', 'pass', 0.97),
  past(5, 'pass', 'pass', 1.2),
  past(7, 'pass', 'pass', 0.9),
];

export { OLD_HEADER };
