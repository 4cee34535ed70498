import { lstatSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pypiWheel } from '../../../fixtures/tools/installers/pypi-wheel.ts';
import { defineTool, type Recipe } from '../../../kernel/tool.ts';

const VERSION = '1.182.0';

/** The wheel's program is all of semgrep where it is called `osemgrep`: nothing of Python is installed or run. */
function withItsName(recipe: Recipe): Recipe {
  return {
    ...recipe,
    async install(into, log, signal) {
      const core = await recipe.install(into, log, signal);
      const named = join(dirname(core), 'osemgrep');
      if (lstatSync(named, { throwIfNoEntry: false }) === undefined) symlinkSync('semgrep-core', named);
      return named;
    },
  };
}

/** Finds patterns in source code. Called with `--experimental`: that is the program itself, without its older shell in Python. */
export default defineTool({
  name: 'semgrep',
  variable: 'HARNESS_SEMGREP',
  commands: ['semgrep', 'osemgrep'],
  version: { args: ['--experimental', '--version'], pattern: /^(\d+\.\d+\.\d+)\s*$/m },
  minimum: '1.150.0',
  onDemand: true,
  recipes: [
    withItsName(
      pypiWheel({
        package: 'semgrep',
        version: VERSION,
        requirements: join(import.meta.dirname, 'semgrep.requirements.txt'),
        program: '*/purelib/semgrep/bin/semgrep-core',
      }),
    ),
  ],
});
