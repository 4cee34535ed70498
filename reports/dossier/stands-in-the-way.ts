import type { Verdict } from '../../kernel/verdict.ts';
import { count } from '../format.ts';
import type { Reason } from '../../kernel/judge.ts';
import type { Dossier, DossierDomain } from './dossier.ts';

/** Stands at the top of the page already. */
export const REHEARSAL = 'it is a rehearsal: nobody may release on it';

/** What keeps it from being a Go, as a person reads it. */
export interface InTheWay {
  readonly verdict: Verdict;
  readonly what: string;
  readonly where?: string | undefined;
  readonly expected?: string | undefined;
  readonly observed?: string | undefined;
  readonly fix?: string | undefined;
  /** Where on the page more is said of it. */
  readonly anchor?: string | undefined;
}

export interface DomainSum {
  readonly state: Verdict;
  /** Of what applies and is demanded. */
  readonly demanded: number;
  readonly shown: number;
  readonly failed: number;
  readonly waived: number;
  /** Demanded and not shown. */
  readonly open: number;
  /** Not shown and not demanded. */
  readonly gaps: number;
}

/** A domain as one line. One of which the policy demands nothing is unknown: nobody asked. */
export function sumOfDomain({ requirements }: DossierDomain): DomainSum {
  const aspects = requirements
    .flatMap((one) => one.aspects)
    .filter(({ state }) => state !== 'not-applicable');
  const own = aspects.filter(({ demanded }) => demanded);
  const of = (state: string) => own.filter((one) => one.state === state).length;
  const failed = aspects.filter(({ state }) => state === 'failed').length;
  const open = of('unproven');
  const waived = of('waived');
  const state =
    failed > 0 ? 'fail' : open > 0 || own.length === 0 ? 'unknown' : waived > 0 ? 'waived' : 'pass';
  const gaps = aspects.filter((one) => one.state === 'unproven' && !one.demanded).length;
  return { state, demanded: own.length, shown: of('proven'), failed, waived, open, gaps };
}

/** Whether a reason is that of an aspect which nothing shows: told by domain. */
function isUnproven({ verdict, what, proves }: Reason): boolean {
  return (
    verdict === 'unknown' &&
    proves.length === 1 &&
    what.startsWith(`requirement ${proves[0] ?? ''} is unproven`)
  );
}

/** A required suite that no run has. */
const MISSING = / is required by the policy, and was not part of the run/;

/** The worst first. Required suites that are missing are one row, and so are aspects that nothing shows. */
export function standsInTheWay(dossier: Dossier, reasons: readonly Reason[]): readonly InTheWay[] {
  const blocking = reasons.filter(({ verdict, what }) => verdict !== 'waived' && what !== REHEARSAL);
  const open = blocking.filter(isUnproven);
  const missing = blocking.filter(({ what }) => MISSING.test(what)).map(({ suite = '' }) => suite);
  const told = blocking.filter((reason) => !isUnproven(reason) && !MISSING.test(reason.what));
  const rows = told.map(({ verdict, what, run, suite, expected, observed, fix }) => {
    const where = [suite, run].filter((one) => one !== undefined).join(', ');
    return { verdict, what, ...(where !== '' && { where }), expected, observed, fix };
  });
  return [...rows, ...missingSuites(missing), ...notShown(dossier, open.length)];
}

function missingSuites(missing: readonly string[]): readonly InTheWay[] {
  if (missing.length === 0) return [];
  const what = `${count(missing.length, 'required suite')} ${missing.length === 1 ? 'was' : 'were'} not part of these runs`;
  const fix = 'add a run that has them: they must have been planned, and give an answer';
  return [{ verdict: 'unknown', what, observed: missing.join(', '), fix }];
}

function notShown({ domains }: Dossier, open: number): readonly InTheWay[] {
  if (open === 0) return [];
  const demanded = domains.map(sumOfDomain).reduce((all, one) => all + one.demanded, 0);
  const what = `${open} of ${count(demanded, 'demanded aspect')} ${open === 1 ? 'is' : 'are'} not shown`;
  return [{ verdict: 'unknown', what, anchor: 'checklist' }];
}
