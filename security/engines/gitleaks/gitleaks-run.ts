import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { InfraError } from '../../../kernel/errors.ts';
import type { Scope } from '../../../kernel/scope.ts';
import { ALONE } from '../../source/git.ts';
import { lastWords, runToEnd, type Ended } from '../../source/run-to-end.ts';
import { CANARY_FILE, PLANTED_RULES } from './canary.ts';

/** With this it says that it found something; 1 is an error, and 0 cannot be: there is always a canary. */
const FOUND = 7;

const leakSchema = z.object({
  RuleID: z.string().min(1),
  Description: z.string(),
  File: z.string().min(1),
  StartLine: z.number().int(),
  EndLine: z.number().int(),
  Commit: z.string(),
});
export type Leak = z.infer<typeof leakSchema>;

export interface GitleaksRun {
  readonly scope: Scope;
  readonly program: string;
  readonly rules: string;
  readonly work: string;
}

/** What it found beside the canary, and what it said meanwhile. */
export interface Scanned {
  readonly leaks: readonly Leak[];
  readonly said: string;
}

/**
 * Runs gitleaks, and gives what it found once it has shown that it sees. Throws an InfraError when it fails, or says so of a part, or
 * misses the planted secrets: nothing it says counts then.
 */
export async function gitleaks(
  run: GitleaksRun,
  what: 'dir' | 'git',
  args: readonly string[],
): Promise<Scanned> {
  const report = join(run.work, `gitleaks-${what}.json`);
  const always = ['--no-banner', '--no-color', '--redact', '--exit-code', String(FOUND)];
  const rest = ['--config', run.rules, '--report-format', 'json', '--report-path', report];
  const ended = await runToEnd(run.scope, {
    command: run.program,
    args: [what, ...always, ...rest, '--ignore-gitleaks-allow', '--gitleaks-ignore-path', run.work, ...args],
    env: { ...ALONE, GITLEAKS_CONFIG: undefined, GITLEAKS_CONFIG_TOML: undefined },
  });
  return scannedBy(ended, () => readFileSync(report, 'utf8'));
}

export function scannedBy(ended: Ended, report: () => string): Scanned {
  const error = /^\S+ (?:ERR|FTL) .*$/m.exec(ended.err)?.[0];
  if ((ended.code !== FOUND && ended.code !== 0) || error !== undefined)
    throw broken(`ended with ${ended.code ?? 'a signal'}: ${error ?? lastWords(ended)}`);
  const leaks = z.array(leakSchema).parse(JSON.parse(report()));
  const isCanary = ({ File }: Leak) => File === CANARY_FILE || File.endsWith(`/${CANARY_FILE}`);
  const met = new Set(leaks.filter(isCanary).map(({ RuleID }) => RuleID));
  const missed = PLANTED_RULES.filter((rule) => !met.has(rule));
  if (missed.length > 0 || ended.code === 0)
    throw broken(`did not find what was planted for it (${missed.join(', ') || 'its exit code says so'})`);
  return { leaks: leaks.filter((leak) => !isCanary(leak)), said: ended.err };
}

function broken(how: string): InfraError {
  return new InfraError({
    what: `gitleaks ${how}. Nothing that it says counts.`,
    fix: 'look at security/engines/gitleaks/rules.toml, and whether HARNESS_GITLEAKS or PATH names a real gitleaks.',
  });
}
