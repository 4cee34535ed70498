import { createHash } from 'node:crypto';
import { domainsOf } from '../../fixtures/requirements/domains.ts';
import { requirementsAbout } from '../../fixtures/requirements/requirements.ts';
import { lastAttempts } from '../../kernel/attempts.ts';
import type { HarnessConfig } from '../../kernel/config.ts';
import { rank, type Reason } from '../../kernel/judge.ts';
import { statesTogether } from '../../kernel/states-together.ts';
import type { Stage } from '../../kernel/suite.ts';
import type { Dossier, DossierDetection, DossierDomain, DossierRun } from '../../reports/dossier/dossier.ts';
import { firstOf, type GatedRuns } from '../gate/gate-runs.ts';
import { suitesShown } from '../gate/say-gate.ts';
import { keptOf } from './changes-since.ts';
import type { JudgedRun } from '../finish/judge-run.ts';
import { namedIn } from '../finish/reported-catalogue.ts';

/** The only stage of which there is a Go. */
const RELEASE: Stage = 'release';

export interface DossierInput {
  readonly gated: GatedRuns;
  readonly config: Pick<HarnessConfig, 'waivers' | 'risks' | 'goNoGo'>;
  /** The text of the file that names who may decide. */
  readonly approvers: string;
  /** Who made the commit that was tested, and those since the last Go. */
  readonly authors: readonly string[];
  readonly detection: DossierDetection | undefined;
}

/** Everything that a Go is decided on. Pure: the same runs, policy, waivers, risks and detection at the same time give the same. */
export function buildDossier({ gated, config, approvers, authors, detection }: DossierInput): Dossier {
  const { decision, judged, heldTo, policyDigest, now } = gated;
  const { waivers, risks, goNoGo } = config;
  const target = judged.find(({ record }) => record.target !== undefined)?.record.target;
  const { verdict, reasons } = rank([...lacks(risks), ...asksNothing(heldTo.demanded), ...decision.reasons]);
  const facts = firstOf(judged)?.record.facts;
  return {
    format: 'harness-go-no-go/1',
    at: now.toISOString(),
    stage: heldTo.stage,
    environment: { name: heldTo.environment, title: facts?.environment.title ?? '' },
    ...(heldTo.phase !== undefined && { phase: heldTo.phase }),
    target: {
      name: target?.name ?? facts?.environment.target ?? 'unknown',
      version: target?.version ?? 'unknown',
      ...(target?.commit !== undefined && { commit: target.commit }),
    },
    ...(facts?.git && { commit: facts.git.commit }),
    authors: [...authors],
    kept: keptOf(gated),
    verdict,
    // Less than a release demands is nothing to release on, whoever signs it.
    rehearsal: decision.rehearsal || heldTo.stage !== RELEASE,
    reasons: reasons.map(plain),
    runs: judged.map(runOf),
    suites: suitesShown(gated),
    domains: domainRows(gated),
    ...(risks?.rollback && { rollback: risks.rollback }),
    ...(risks && { risks: risks.risks }),
    waivers,
    ...(detection && { detection }),
    rule: { approvals: goNoGo.approvals, days: goNoGo.days },
    digests: {
      policy: policyDigest,
      waivers: digestOf(JSON.stringify(waivers)),
      risks: digestOf(JSON.stringify(risks ?? null)),
      detection: detection?.digest ?? 'none',
      approvers: digestOf(approvers),
    },
  };
}

/** As it is written, and signed: of the same dossier always the same bytes. */
export function textOfDossier(dossier: Dossier): string {
  return `${JSON.stringify(dossier, null, 1)}\n`;
}

export function digestOf(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A Go without a look at what may go wrong, or without a way back, is none. */
function lacks(risks: HarnessConfig['risks']): readonly Reason[] {
  const lack = (what: string, fix: string): Reason => ({ verdict: 'unknown', what, proves: ['REL-07'], fix });
  if (risks === undefined)
    return [
      lack('nobody wrote down what may go wrong', 'write risks.json, and `risks` in harness.config.ts'),
    ];
  if (risks.rollback !== undefined) return [];
  return [lack('there is no rollback plan', 'write `rollback` in risks.json: plan, owner, minutes')];
}

/** A policy that demands nothing says nothing of what may be released. */
function asksNothing(demanded: readonly unknown[]): readonly Reason[] {
  if (demanded.length > 0) return [];
  const what = 'the policy demands that nothing is proven';
  const fix = 'name what a release must prove, in `mustProve` of stage release in harness.config.ts';
  return [{ verdict: 'unknown', what, proves: ['REL-07'], fix }];
}

/** Without fields that are undefined, as JSON has none. */
function plain({ waivable, proves, ...reason }: Reason): Dossier['reasons'][number] {
  return { ...reason, ...(waivable && { waivable: [...waivable] }), proves: [...proves] };
}

function runOf({ record, read }: JudgedRun): DossierRun {
  const { id, stage, whole, startedAt, imported } = record.facts;
  const checks = read.suites.flatMap(({ evidence }) => lastAttempts(evidence.checks));
  return {
    id,
    digest: read.manifest?.digest ?? 'none',
    ...(stage !== undefined && { stage }),
    whole: whole === true,
    ...(imported && { imported: imported.as }),
    startedAt,
    ...(record.endedAt !== undefined && { endedAt: record.endedAt }),
    suites: record.planned.length,
    checks: checks.filter(({ outcome }) => outcome !== 'skipped').length,
  };
}

/** The checklist, filled from the evidence of all runs. */
function domainRows({ decision, heldTo, judged }: GatedRuns): DossierDomain[] {
  const carried = judged.flatMap(({ record, read }) =>
    namedIn({ run: record, evidences: read.suites.map(({ evidence }) => evidence) }),
  );
  const catalogue = requirementsAbout([...heldTo.demanded.map(({ reference }) => reference), ...carried]);
  const then = new Map(heldTo.demanded.map((aspect) => [aspect.reference, aspect]));
  const all = catalogue.requirements.flatMap(({ aspects }) => aspects);
  const states = statesTogether(
    decision.runs,
    all.map((aspect) => then.get(aspect.reference) ?? aspect),
  );
  return domainsOf(catalogue).map(({ id, title, asks, requirements }) => ({
    ...{ id, title, asks },
    requirements: requirements.map((one) => ({
      ...{ id: one.id, sentence: one.sentence, priority: one.priority },
      aspects: one.aspects.map(({ reference, says }) => {
        const { state, runs, checks, why } = states.get(reference) ?? {
          state: 'unproven',
          runs: [],
          checks: [],
        };
        return {
          ...{ reference, says, state },
          demanded: then.has(reference),
          runs: state === 'unproven' ? [] : [...runs],
          suites: [...new Set(checks.filter(({ doubt }) => doubt === undefined).map(({ suite }) => suite))],
          ...(why !== undefined && { why }),
        };
      }),
    })),
  }));
}
