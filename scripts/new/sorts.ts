import type { Definable } from '../../kernel/discover.ts';
import { ENGINE } from '../../kernel/engine.ts';
import { environmentsAmong } from '../../kernel/environment.ts';
import { FAULT } from '../../kernel/experiment.ts';
import { KIND } from '../../kernel/kind.ts';
import { PUBLISHER } from '../../kernel/publisher.ts';
import { SUITE } from '../../kernel/suite.ts';
import { TARGET } from '../../kernel/target.ts';
import { TOOL } from '../../kernel/tool.ts';
import { REPORT } from '../../reports/report.ts';
import { RULE } from '../../security/rules/rule.ts';
import { COMMAND } from '../command.ts';

/** What is made: `./harness new <sort> [<kind>/]<name>`. */
export interface Made {
  readonly name: string;
  /** Of a suite or an engine. */
  readonly kind: string;
  /** Of a suite. */
  readonly engine: string;
  /** Of an environment. */
  readonly target: string;
}

/** One thing that can be written anew. Its files are those of `templates/<sort>/`. */
export interface Sort {
  readonly definable: Definable<unknown>;
  /** Whether it is named `<kind>/<name>`, for it lies in the folder of a kind. */
  readonly ofKind?: true;
  /** Whether docs/reference tells of it. */
  readonly inReference?: true;
  /** What to do with it: first the command that runs it, then what to make of it. */
  next(made: Made): readonly string[];
}

/** Kinds do not matter to where environments are, nor to what they are called. */
const ENVIRONMENT: Definable<unknown> = environmentsAmong([]);

export const SORTS: Readonly<Record<string, Sort>> = {
  suite: {
    definable: SUITE,
    ofKind: true,
    next: ({ kind, name }) => [
      `./harness run ${kind}/${name} --env local`,
      'say what it shows (title, owner), and list the stages that it belongs to',
    ],
  },
  engine: {
    definable: ENGINE,
    inReference: true,
    ofKind: true,
    next: ({ kind, name }) => [
      `./harness new suite ${kind}/${name} --engine ${name} && ./harness run ${kind}/${name} --env local`,
      'let run() drive your tool: scope.spawn starts it, recorder keeps what it says',
    ],
  },
  fault: {
    definable: FAULT,
    inReference: true,
    next: ({ name }) => [
      `npx vitest run --project unit chaos/faults/${name}.fault.test.ts`,
      `name it in an experiment: ./harness new suite chaos/${name}, with { fault: '${name}', link: 'api-postgres', options: { delayMs: 100 } }`,
    ],
  },
  rule: {
    definable: RULE,
    next: ({ name }) => [
      `npx vitest run --project unit security/rules/${name}.rule.test.ts`,
      'look for your own defect; every scan asks the rule: ./harness run security/passive --env local',
    ],
  },
  target: {
    definable: TARGET,
    next: ({ name }) => [
      `./harness new environment ${name} --target ${name} && ./harness target up --env ${name}`,
      'start your product in the place of product.ts',
    ],
  },
  environment: {
    definable: ENVIRONMENT,
    next: ({ name, target }) => [
      target === 'remote'
        ? `./harness run contract e2e --env ${name}: says which variables are missing`
        : `./harness target up --env ${name}`,
      'list in `allows` the kinds of suites that it may be put through',
    ],
  },
  report: {
    definable: REPORT,
    next: ({ name }) => [
      `./harness report: builds reports/runs/<latest>/${name}.txt, as every run does from now on`,
    ],
  },
  kind: {
    definable: KIND,
    inReference: true,
    next: ({ name }) => [
      `./harness new engine ${name}/<tool>, or name one that is there in its \`engines\`: ['vitest']`,
      `allow '${name}' in the environments that it may run in`,
    ],
  },
  publisher: {
    definable: PUBLISHER,
    inReference: true,
    next: ({ name }) => [
      `add { publisher: '${name}', options: { folder: '/an/absolute/path' } } to publish in harness.config.ts, then ./harness publish`,
    ],
  },
  tool: {
    definable: TOOL,
    next: () => ['./harness doctor', 'say how to install it: recipes, see fixtures/tools/README.md'],
  },
  command: {
    definable: COMMAND,
    next: ({ name }) => [`./harness ${name}`, 'test it in scripts/acceptance/'],
  },
};
