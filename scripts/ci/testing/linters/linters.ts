import { join } from 'node:path';
import { goModule } from '../../../../fixtures/tools/installers/go-module.ts';
import { pypiWheel } from '../../../../fixtures/tools/installers/pypi-wheel.ts';
import { defineTool } from '../../../../kernel/tool.ts';

/** What others hold workflows to. For tests alone: no suite needs them, so `doctor` knows nothing of them. */
export const actionlint = defineTool({
  name: 'actionlint',
  variable: 'HARNESS_ACTIONLINT',
  commands: ['actionlint'],
  version: { args: ['-version'], pattern: /^v?(\d+\.\d+\.\d+)/m },
  minimum: '1.7.7',
  recipes: [
    goModule({
      folder: import.meta.dirname,
      package: 'github.com/rhysd/actionlint/cmd/actionlint',
      version: '1.7.12',
      program: 'actionlint',
      cost: 'some CPU-seconds',
    }),
  ],
});

export const zizmor = defineTool({
  name: 'zizmor',
  variable: 'HARNESS_ZIZMOR',
  commands: ['zizmor'],
  version: { args: ['--version'], pattern: /(\d+\.\d+\.\d+)/ },
  minimum: '1.20.0',
  recipes: [
    pypiWheel({
      package: 'zizmor',
      version: '1.32.0',
      requirements: join(import.meta.dirname, 'zizmor.requirements.txt'),
      program: '*/scripts/zizmor',
    }),
  ],
});
