import { requirementOf } from '../../kernel/reference.ts';
import { count } from '../../reports/format.ts';
import { sayReasons } from '../terminal/say-decision.ts';
import type { GatedRuns } from './gate-runs.ts';

const REASONS_SHOWN = 12;

/** The answer, what decides it, worst first, and how much each run showed; in full: every reason, and each suite and aspect with the run that showed it. */
export function sayGate(
  gated: GatedRuns,
  { full = false }: { readonly full?: boolean | undefined } = {},
): string {
  const { decision, heldTo, policyDigest, judged, states, now } = gated;
  const { verdict, rehearsal, reasons } = decision;
  const where = `${heldTo.stage} in ${heldTo.environment}${heldTo.phase === undefined ? '' : `, phase ${heldTo.phase}`}`;
  const runs = judged.map(({ record, read }) => {
    const { id, stage, imported } = record.facts;
    const what = imported === undefined ? (stage ?? 'suites by name') : `imported ${imported.as}`;
    return `  ${id}  ${what}, ended ${record.endedAt ?? 'never'}, digest ${read.manifest?.digest ?? 'none'}`;
  });
  const shown = [...states.values()].filter(({ state }) => state === 'proven').length;
  return [
    `${where}: ${verdict}${rehearsal ? ', in rehearsal: nobody may release on it' : ''}`,
    `at ${now.toISOString()}, held to policy ${policyDigest}`,
    ...runs,
    '',
    `${count(decision.suites.size, 'suite')}, ${shown} of ${count(states.size, 'demanded aspect')} proven`,
    ...(full ? [...suitesShown(gated).map(suiteLine), ...aspectsShown(gated)] : suitesCounted(gated)),
    ...sayReasons(
      judged.map(({ record }) => record.facts.id).join(' '),
      full ? reasons : reasons.slice(0, REASONS_SHOWN),
    ),
    ...(full || reasons.length <= REASONS_SHOWN
      ? []
      : ['', `and ${count(reasons.length - REASONS_SHOWN, 'reason')} more: --full`]),
  ].join('\n');
}

const suiteLine = ({ name, verdict, run }: ReturnType<typeof suitesShown>[number]) =>
  `  ${verdict.padEnd(8)}${name}  ${run}`;

/** Those that did not pass by name, the others as a number a run. */
function suitesCounted(gated: GatedRuns): readonly string[] {
  const [passed, others] = [true, false].map((wanted) =>
    suitesShown(gated).filter(({ verdict }) => (verdict === 'pass') === wanted),
  );
  const ofRun = Map.groupBy(passed ?? [], ({ run }) => run);
  return [
    ...(others ?? []).map(suiteLine),
    ...[...ofRun].map(([run, own]) => `  pass    ${count(own.length, 'suite')}  ${run}`),
  ];
}

/** Each suite and the run that tells it, once a run. */
export function suitesShown({ decision }: Pick<GatedRuns, 'decision'>) {
  return decision.runs.flatMap(({ id = '', decisions }) =>
    [...decisions].map(([name, { verdict }]) => ({ name, verdict, run: id })),
  );
}

/** What was shown of the demanded aspects, a line a requirement and run. */
function aspectsShown({ states }: GatedRuns): readonly string[] {
  const proven = [...states].filter(([, { state }]) => state === 'proven');
  const groups = Map.groupBy(
    proven,
    ([reference, { runs }]) => `${runs.join(', ')}\n${requirementOf(reference)}`,
  );
  return [...groups].map(([key, own]) => {
    const [runs = '', id = ''] = key.split('\n');
    const names = own.map(([reference]) => reference.slice(id.length + 1)).filter((name) => name !== '');
    return `  proven  ${id}${names.length > 0 ? `: ${names.join(' ')}` : ''}  ${runs}`;
  });
}

/** For machines, and to be judged again: pure data. */
export function gateJson(gated: GatedRuns): object {
  const { decision, heldTo, policyDigest, judged, states, now } = gated;
  const { verdict, rehearsal, reasons } = decision;
  return {
    ...{ stage: heldTo.stage, environment: heldTo.environment },
    ...(heldTo.phase !== undefined && { phase: heldTo.phase }),
    at: now.toISOString(),
    policy: policyDigest,
    runs: judged.map(({ record, read }) => ({
      id: record.facts.id,
      stage: record.facts.stage,
      imported: record.facts.imported?.as,
      endedAt: record.endedAt,
      digest: read.manifest?.digest,
    })),
    verdict,
    ...(rehearsal && { rehearsal }),
    reasons,
    suites: suitesShown(gated),
    aspects: [...states].map(([reference, { state, runs, checks, why }]) => ({
      reference,
      state,
      runs,
      why,
      checks,
    })),
  };
}
