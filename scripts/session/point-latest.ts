import { readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { linkLatest } from '../../evidence/latest.ts';
import { readRunJson, runFolder } from '../../evidence/store.ts';

export interface Places {
  readonly evidence: string;
  readonly reports: string;
}

/** Points `reports/latest` at a run, unless it leads to one that started later: healing or reporting an old run is no news. */
export function pointLatest({ evidence, reports }: Places, id: string): void {
  const current = leadsTo(join(reports, 'latest'));
  if (current !== undefined && startOf(evidence, current) > startOf(evidence, id)) return;
  linkLatest(reports, join('runs', id));
}

function leadsTo(link: string): string | undefined {
  try {
    return basename(readlinkSync(link));
  } catch {
    return undefined;
  }
}

/** Empty for a run whose evidence is gone: any other takes its place. */
function startOf(evidence: string, id: string): string {
  try {
    return readRunJson(runFolder(evidence, id)).startedAt;
  } catch {
    return '';
  }
}
