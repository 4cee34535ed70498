import { defineEngine } from '../../../kernel/engine.ts';
import { isK6 } from './accepts.ts';
import k6 from './k6.tool.ts';
import { USUAL_METRICS } from './samples/metric-kinds.ts';
import { type K6Options, optionsSchema, parseOptions } from './options.ts';

/** k6: load from plain k6 scripts, JavaScript or TypeScript. See README.md beside this file. */
export default defineEngine<K6Options>({
  name: 'k6',
  kinds: ['load'],
  toolKind: 'perf',
  tools: [k6],
  metrics: USUAL_METRICS,
  accepts: (file, named = false) =>
    Promise.resolve(named || isK6(file) ? parseOptions({ script: file }, process.cwd()) : undefined),
  options: optionsSchema,
  parse: parseOptions,
  async unavailable({ tools }) {
    const found = await tools.find(k6);
    return 'missing' in found ? found.missing : undefined;
  },
  async scale(run) {
    const { chooseProfile } = await import('./profile/choose.ts');
    return chooseProfile(run)?.scale;
  },
  async lastsMs(run) {
    // What was recorded elsewhere is only read here.
    if (run.load.recorded !== undefined) return undefined;
    const { chooseProfile } = await import('./profile/choose.ts');
    const { durationMs } = await import('./profile/profile.ts');
    const chosen = chooseProfile(run);
    return chosen && durationMs(chosen.profile);
  },
  async run(suiteRun) {
    const { runK6 } = await import('./run.ts');
    await runK6(suiteRun);
  },
});
