import { join } from 'node:path';
import { pythonPackage } from '../../../fixtures/tools/installers/python-package.ts';
import { defineTool } from '../../../kernel/tool.ts';

/** Makes requests from an OpenAPI document, right and wrong ones, and judges the answers. */
export default defineTool({
  name: 'schemathesis',
  variable: 'HARNESS_SCHEMATHESIS',
  commands: ['schemathesis'],
  version: { args: ['--version'], pattern: /version (\d+\.\d+\.\d+)/ },
  // What it writes down of a run has another shape in older ones.
  minimum: '4.32.0',
  onDemand: true,
  recipes: [
    pythonPackage({
      package: 'schemathesis',
      version: '4.32.5',
      python: '3.11',
      requirements: join(import.meta.dirname, 'schemathesis.requirements.txt'),
      module: 'schemathesis.cli',
    }),
  ],
});
