import { listRuns } from '../../evidence/store.ts';
import { stagesOf } from '../../kernel/config.ts';
import { loadSuites } from '../../kernel/load-suites.ts';
import { HERE } from '../../kernel/project.ts';
import { loadAll } from '../definitions.ts';
import { loadConfig } from '../finish/config.ts';
import { EVIDENCE } from '../session/places.ts';
import type { Named } from './candidates.ts';

const NEWEST = 20;

/** What this project has. */
export const NAMED_HERE: Named = {
  suites: async () => {
    const { kinds, suites } = await loadSuites(HERE);
    return [...kinds, ...suites].map(({ value }) => value.name);
  },
  environments: async () => (await loadAll()).environments.map(({ value }) => value.name),
  stages: async () => stagesOf(await loadConfig()),
  runs: () =>
    Promise.resolve(
      listRuns(EVIDENCE)
        .slice(0, NEWEST)
        .map(({ id }) => id),
    ),
};
