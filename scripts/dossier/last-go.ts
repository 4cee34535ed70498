import { isGo } from '../../reports/dossier/decided.ts';
import type { Dossier } from '../../reports/dossier/dossier.ts';
import { judgeDecided } from '../../reports/dossier/judge-decided.ts';
import type { LastGo } from './changes-since.ts';
import { nameOf } from './dossier-name.ts';
import { readDossier, type StoredDossier } from './dossier-files.ts';
import { foldersIn } from './said-elsewhere.ts';
import { readDecisions } from './read-decisions.ts';
import type { StandsOn } from './stands-on.ts';

type About = Pick<Dossier, 'at' | 'target' | 'environment' | 'stage'>;

/**
 * The newest Go of the same target in the same environment that was made before: by what was signed of it until then. One that somebody
 * denied or held last may have shipped or not; then the one before it counts, and more is told to have changed.
 */
export function lastGo(
  about: About,
  { dossiers, approvers }: Pick<StandsOn, 'dossiers' | 'approvers'>,
): LastGo | undefined {
  const earlier = foldersIn(dossiers)
    .flatMap((folder) => known(folder))
    .filter(({ dossier }) => isOfTheSame(dossier, about) && Date.parse(dossier.at) < Date.parse(about.at))
    .sort((a, b) => Date.parse(b.dossier.at) - Date.parse(a.dossier.at) || (a.digest < b.digest ? -1 : 1));
  const found = earlier.find((one) => wasGo(one, approvers, about.at));
  return found && { name: nameOf(found.dossier), digest: found.digest, dossier: found.dossier };
}

function known(folder: string): readonly StoredDossier[] {
  try {
    return [readDossier(folder)];
  } catch {
    // What cannot be read is no Go; that something may be said against this one in it, `saidElsewhere` tells.
    return [];
  }
}

function isOfTheSame({ target, environment, stage, rehearsal }: Dossier, about: About): boolean {
  return (
    !rehearsal &&
    target.name === about.target.name &&
    environment.name === about.environment.name &&
    stage === about.stage
  );
}

/** As it stood when the last decision of it was made: that it has expired since does not undo it. */
function wasGo(stored: StoredDossier, approvers: string, until: string): boolean {
  const said = readDecisions(stored, approvers).filter(({ at }) => Date.parse(at) <= Date.parse(until));
  const last = said.at(-1);
  if (last === undefined) return false;
  return isGo(judgeDecided({ dossier: stored.dossier, said, now: new Date(last.at) }));
}
