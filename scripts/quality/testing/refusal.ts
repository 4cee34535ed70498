import { Command, CommanderError } from 'commander';
import { discover } from '../../../kernel/discover.ts';
import { STAGES } from '../../../kernel/suite.ts';
import { isJob } from '../../ci/jobs.ts';
import { REQUIRED } from '../../ci/workflows.ts';
import { COMMAND } from '../../command.ts';
import { loadAll } from '../../definitions.ts';
import { chooseProject } from '../../project-option.ts';
import { ROOT } from '../../root.ts';

export const verbs = (await discover(COMMAND, { root: ROOT })).map(({ value }) => value);
const { suites, environments, engines } = await loadAll();
const suiteNames = new Set<string>(suites.map(({ value }) => value.name));
const environmentNames = new Set(environments.map(({ value }) => value.name));

/** Every verb as it is, but for what it does. */
function program(): Command {
  const root = new Command('harness').enablePositionalOptions();
  for (const verb of verbs) verb.build(root.command(verb.name));
  const all = [root];
  for (const one of all) all.push(...one.commands);
  for (const one of all) {
    one.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    if (one.registeredArguments.length > 0 || one.commands.length === 0) one.action(() => undefined);
  }
  return root;
}

/** Names that the documents make up, for the reader to make. */
const MADE_UP = new Set([
  'contract/home',
  'contract/prices',
  'load/checkout',
  'e2e/basket',
  'chaos/slow-search',
]);

/** Why a command of a document would be refused. */
export async function refusal(typed: readonly string[], mustBeWhole: boolean): Promise<string | undefined> {
  const { words } = chooseProject(typed, { cwd: ROOT });
  if (words[0] === '<some>') return undefined;
  try {
    await program().parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const isPart = /missingArgument|missingMandatory|optionMissingArgument|commander\.help/.test(error.code);
    if (mustBeWhole || !isPart) return error.message;
  }
  return unknownName(words);
}

function unknownName(words: readonly string[]): string | undefined {
  const after = (option: string) => (words.includes(option) ? words[words.indexOf(option) + 1] : undefined);
  const [stage, environment] = [after('--stage'), after('--env')];
  if (stage !== undefined && !STAGES.some((one) => one === stage)) return `no stage ${stage}`;
  if (environment !== undefined && !/^(shop|<.*>)$/.test(environment) && !environmentNames.has(environment))
    return `no environment ${environment}`;
  const job = words[0] === 'ci' ? words[1] : undefined;
  if (job !== undefined && !/^<.*>$/.test(job) && !isJob(job) && job !== REQUIRED) return `no job ${job}`;
  if (words[0] === 'new' && words[1] === 'suite' && after('--engine') === undefined)
    return unsaidEngine(words[2]);
  if (words[0] !== 'run' && words[0] !== 'plan' && words[0] !== 'list') return undefined;
  return words
    .filter((word) => /^(e2e|contract|load|chaos|security|release)\/[a-z-]+$/.test(word))
    .find((word) => !suiteNames.has(word) && !MADE_UP.has(word));
}

/** As `new` would say: a suite of a kind that several engines run names its own. */
function unsaidEngine(suite = ''): string | undefined {
  const [kind = ''] = suite.split('/');
  const able = engines.filter(({ value }) => value.kinds.includes(kind)).map(({ value }) => value.name);
  return able.length === 1 ? undefined : `${able.join(' and ') || 'nothing'} run ${kind} suites`;
}
