import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { mentionedIn, wrongAt, type Environment } from '../../kernel/environment.ts';
import { which } from '../../fixtures/tools/which.ts';
import { isProgram } from '../../kernel/network-rule.ts';
import { OFFERS } from '../../kernel/permission.ts';
import { parseTenants, type Offers } from '../../kernel/target.ts';
import { nameOf, readReference, type ValueReference } from '../../kernel/value-reference.ts';
import { ROOT } from '../root.ts';

/** One thing that an environment says. */
export interface Inspected {
  readonly what: string;
  /** The reference, the program or the folder. */
  readonly by?: string;
  /** Why it is not to be had. */
  readonly lack?: string | undefined;
  /** Why suites do without it there: that may be meant so. */
  readonly without?: string;
}

/**
 * What an environment says and whether it is there and of the right form: references, programs, the checkout, and what suites may
 * need, as its target offers it. A look: no command is run, nothing is asked, and no value is shown.
 */
export function inspectEnvironment(environment: Environment, offers: Offers): readonly Inspected[] {
  return [
    ...mentionedIn(environment).map(({ where, reference }) => ({
      what: where,
      by: 'command' in reference ? `${nameOf(reference)}, not run` : nameOf(reference),
      lack: lackOf(where, reference),
    })),
    ...sourceOf(environment),
    ...Object.entries(environment.commands).map(([name, [program = ''] = []]) => ({
      what: `commands.${name}`,
      by: program,
      lack: isProgram(program) ? undefined : `${program} is no program that may be run`,
    })),
    ...OFFERS.map((offer) => {
      const found = offers[offer] ?? 'the target does not offer it';
      return { what: `suites may need ${offer}`, ...(found !== true && { without: found }) };
    }),
  ];
}

function lackOf(where: string, reference: ValueReference): string | undefined {
  if ('command' in reference) {
    const [program = ''] = reference.command;
    const found = program.includes('/') ? isProgram(program) : which(program) !== undefined;
    return found ? undefined : `${nameOf(reference)}: there is no program ${program}`;
  }
  const read = readReference(reference);
  if ('problem' in read) return read.problem;
  const wrong =
    where === 'tenants' && parseTenants(read.value) === undefined
      ? 'is not a JSON list of tenants'
      : wrongAt(where, read.value);
  return wrong === undefined ? undefined : `${nameOf(reference)} ${wrong}`;
}

function sourceOf({ source }: Environment): readonly Inspected[] {
  if (source === undefined || (typeof source !== 'string' && 'command' in source)) return [];
  const read = typeof source === 'string' ? { value: source } : readReference(source);
  if (!('value' in read)) return [];
  const folder = isAbsolute(read.value) ? read.value : join(ROOT, read.value);
  return [{ what: 'source', by: folder, lack: existsSync(folder) ? undefined : `${folder} is not there` }];
}
