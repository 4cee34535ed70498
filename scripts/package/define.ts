/** What a project's definitions import: `import { defineSuite } from 'release-harness'`. */
export { defineHarness } from '../../kernel/config.ts';
export { defineEngine } from '../../kernel/engine.ts';
export { defineEnvironment } from '../../kernel/environment.ts';
export { defineFault } from '../../kernel/experiment.ts';
export { defineKind } from '../../kernel/kind.ts';
export { definePublisher } from '../../kernel/publisher.ts';
export { defineSuite, defineSuites } from '../../kernel/suite.ts';
export { defineTarget } from '../../kernel/target.ts';
export { defineTool } from '../../kernel/tool.ts';
export { defineReport } from '../../reports/report.ts';
export { defineRule } from '../../security/rules/rule.ts';
export { defineCommand } from '../command.ts';
