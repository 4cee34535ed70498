import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InfraError } from '../../../kernel/errors.ts';
import type { Scope } from '../../../kernel/scope.ts';
import { lastWords, runToEnd } from '../../source/run-to-end.ts';
import type { Description } from './description.ts';
import { CHECKS } from './faults.ts';
import { STAND_IN } from './relay.ts';
import { readTold, type Told } from './told.ts';

export interface Fuzzing {
  readonly program: string;
  readonly description: Description;
  /** The relay. */
  readonly url: string;
  readonly seed: number;
  readonly maxExamples: number;
  /** A folder of its own. */
  readonly work: string;
}

/**
 * Runs it to its end and gives what it told. Throws an InfraError where it did not come to its end, or where its exit code and its words
 * differ. It exits alike for findings and for a target that is gone: whether one was there, the relay knows.
 */
export async function runSchemathesis(scope: Scope, fuzzing: Fuzzing): Promise<Told> {
  const { work, description, program } = fuzzing;
  await mkdir(work, { recursive: true });
  await writeFile(join(work, 'openapi.json'), JSON.stringify(description.document));
  await writeFile(join(work, 'schemathesis.toml'), SETTINGS);
  const events = join(work, 'events.ndjson');
  // No proxy of the machine's: what is asked lies behind the relay.
  const env = { NO_PROXY: '*', no_proxy: '*', COLUMNS: '200', PYTHONDONTWRITEBYTECODE: '1' };
  const ended = await runToEnd(scope, { command: program, args: argsOf(fuzzing, events), cwd: work, env });
  await writeFile(join(work, 'schemathesis.log'), `${ended.out}\n${ended.err}`);
  if (ended.code !== 0 && ended.code !== 1)
    throw new InfraError({
      what: `schemathesis ended with ${ended.code ?? 'a signal'}: ${lastWords(ended)}.`,
      fix: 'see schemathesis.log.',
    });
  const told = await readTold(events);
  if (told.stopped !== 'completed')
    throw new InfraError({
      what: `schemathesis did not come to its end: ${told.stopped}.`,
      fix: 'see schemathesis.log.',
    });
  const isClean = told.failures.length === 0 && told.passedOver.length === 0;
  if (isClean !== (ended.code === 0))
    throw new InfraError({
      what: `schemathesis ended with ${ended.code}, and told of ${told.failures.length} failures and ${told.passedOver.length} errors.`,
      fix: 'see schemathesis.log.',
    });
  return told;
}

/** Whatever refuses is a refusal: the tool knows only some. What breaks is for another check. */
const SETTINGS = '[checks.negative_data_rejection]\nexpected-statuses = ["4xx", "5xx"]\n';

/** Nothing of it is secret: it is given no credential. */
function argsOf({ url, seed, maxExamples }: Fuzzing, events: string): readonly string[] {
  return [
    ...['run', 'openapi.json', '--url', url, '--header', `Authorization: ${STAND_IN}`],
    ...['--checks', CHECKS.join(','), '--phases', 'examples,coverage,fuzzing,stateful', '--mode', 'all'],
    ...['--max-examples', String(maxExamples), '--seed', String(seed), '--workers', '1'],
    ...['--continue-on-failure', '--no-shrink', '--generation-database', 'none'],
    ...['--max-redirects', '0', '--request-timeout', '60', '--warnings', 'off', '--no-color'],
    ...['--output-sanitize', 'false', '--report', 'ndjson', '--report-ndjson-path', events],
  ];
}
