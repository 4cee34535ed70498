import { loadRequirements } from '../../fixtures/requirements/requirements.ts';
import { policyFor } from '../../kernel/config.ts';
import { aspectsNamed } from '../../kernel/requirement.ts';
import type { RunRecord } from '../../reports/model/input.ts';
import { loadConfig } from '../finish/config.ts';
import type { DemandedElsewhere } from './not-shown.ts';

/**
 * What today's policy demands in a run's environment beyond a part of a stage: that whole stage; beyond anything else: a release.
 * Undefined where there is no such policy.
 */
export async function demandedElsewhere({
  facts,
  notApplicable = {},
}: Pick<RunRecord, 'facts' | 'notApplicable'>): Promise<DemandedElsewhere | undefined> {
  const { stage: own, whole, environment, phase } = facts;
  const stage = own !== undefined && whole !== true ? own : 'release';
  if (stage === own && whole === true) return undefined;
  const policy = policyFor(await loadConfig(), { stage, whole: true, environment: environment.name, phase });
  if (policy === undefined) return undefined;
  return { stage, aspects: aspectsNamed(policy.mustProve, loadRequirements()), notApplicable };
}
