import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { mentionedIn, type Environment } from '../../kernel/environment.ts';
import { isProgram } from '../../kernel/network-rule.ts';
import { OFFERS } from '../../kernel/permission.ts';
import type { Offers } from '../../kernel/target.ts';
import { nameOf, readReference, whyAbsent } from '../../kernel/value-reference.ts';
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
 * What an environment says and whether it is there: references, programs, the checkout, and what suites may need, as its target
 * offers it. A look: no command
 * is run, nothing is asked, and no value is shown.
 */
export function inspectEnvironment(environment: Environment, offers: Offers): readonly Inspected[] {
  return [
    ...mentionedIn(environment).map(({ where, reference }) => ({
      what: where,
      by: nameOf(reference),
      lack: whyAbsent(reference),
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

function sourceOf({ source }: Environment): readonly Inspected[] {
  if (source === undefined) return [];
  const read = typeof source === 'string' ? { value: source } : readReference(source);
  if (!('value' in read)) return [];
  const folder = isAbsolute(read.value) ? read.value : join(ROOT, read.value);
  return [{ what: 'source', by: folder, lack: existsSync(folder) ? undefined : `${folder} is not there` }];
}
