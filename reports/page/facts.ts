import type { LoadSettings } from '../../kernel/load-settings.ts';
import { quarantineIn } from '../../kernel/policy.ts';
import { command, dim, time } from '../drawing/fragments.ts';
import { type Html, joined, markup } from '../drawing/html.ts';
import { count, sayBytes, sayDuration, sayMemory } from '../format.ts';
import { sayScale } from '../load/scale.ts';
import { whyNoTarget } from '../model/input.ts';
import type { RunReport } from '../model/run-report.ts';

/** A name and what stands beside it. */
interface Fact {
  readonly name: string;
  readonly said: Html | string;
}

const fact = (name: string, said: Html | string): Fact => ({ name, said });

export function factsList(facts: readonly Fact[], kind = 'facts'): Html {
  const rows = facts.map(({ name, said }) => markup`<div><dt>${name}</dt><dd>${said}</dd></div>\n`);
  return markup`<dl class="${kind}">\n${rows}</dl>\n`;
}

/** What was tested, where, by whom and for how long. What is not known says so. */
export function headFacts({ run, durationMs, totals }: RunReport): readonly Fact[] {
  const { facts } = run;
  const { environment } = facts;
  return [
    fact('Target', targetOf(run)),
    fact('Suites at', gitOf(facts.git)),
    fact('Environment', aside(environment.name, environment.title)),
    fact('Stage', aside(facts.stage ?? 'none, suites were named', facts.phase && `phase ${facts.phase}`)),
    fact('Started', time(facts.startedAt)),
    fact('Took', tookOf(run, durationMs)),
    fact('First attempts', firstAttemptsOf(totals)),
    fact('In quarantine', quarantineOf(totals.quarantined)),
    fact('Owner', facts.owner),
    fact('Run', markup`<code>${joined(facts.id.split(/(?<=_)/), markup`<wbr>`)}</code>`),
  ];
}

/** Always told: what passed at last has failed, too. */
function firstAttemptsOf({ firstFailures, flaky }: RunReport['totals']): Html | string {
  if (firstFailures === 0) return 'none failed';
  return aside(`${firstFailures} failed`, flaky > 0 ? `${flaky} of them passed later` : undefined);
}

function quarantineOf(many: number): Html | string {
  return many === 0
    ? 'no check of this run'
    : markup`<a href="#quarantine">${count(many, 'check')}</a> ${dim('proves nothing')}`;
}

function aside(said: Html | string, more: string | undefined): Html {
  return markup`${said}${more === undefined ? '' : markup` ${dim(more)}`}`;
}

function tookOf({ status }: RunReport['run'], durationMs: number | undefined): Html {
  if (durationMs === undefined) return aside('', `never ended: ${status}`);
  return aside(sayDuration(durationMs), status === 'completed' ? undefined : `then ${status}`);
}

function targetOf({ facts, target, planned }: RunReport['run']): Html {
  if (target === undefined) return aside(facts.environment.target, whyNoTarget({ planned }));
  return aside(`${target.name} ${target.version}`, target.commit?.slice(0, 10));
}

function gitOf(git: RunReport['run']['facts']['git']): Html {
  if (git === undefined) return aside('', 'not a git checkout');
  const commit = markup`<code>${git.commit.slice(0, 10)}</code> on ${git.branch}`;
  return aside(commit, git.dirty ? 'with uncommitted changes' : undefined);
}

/** How the run was made, without secrets. */
export function madeFacts({ run, diskBytes, policy }: RunReport): readonly Fact[] {
  const { facts, target } = run;
  const unknown = aside('', 'not known');
  const urls = Object.entries(target?.urls ?? {}).map(([role, url]) => `${role} ${url}`);
  return [
    fact('Command', command(facts.command)),
    fact('Harness', aside(facts.harness.version, `Node ${facts.harness.node}`)),
    fact('Machine', machineOf(facts.machine)),
    fact('Seed', String(facts.seed)),
    ...(facts.load ? [fact('Load asked for', sayLoad(facts.load))] : []),
    fact('Environment', aside(facts.environment.title, `owner ${facts.environment.owner}`)),
    fact('Target', urls.length > 0 ? urls.join(', ') : unknown),
    fact('Target was up in', target === undefined ? unknown : warmUpOf(target)),
    fact('Evidence on disk', diskBytes === undefined ? unknown : sayBytes(diskBytes)),
    fact('Peak memory', run.peakMemoryMb === undefined ? unknown : `${run.peakMemoryMb} MB`),
    fact('Policy requires', policy.required.join(', ') || 'no suite by name'),
    fact('Policy demands', policy.mustProve.join(', ') || 'no requirement by id'),
    fact('Flaky checks allowed', String(policy.flakes)),
    fact('Quarantine allowed', sayQuarantine(policy)),
  ];
}

function warmUpOf({ elsewhere, warmUpMs }: NonNullable<RunReport['run']['target']>): Html | string {
  return elsewhere ? aside('', 'it runs elsewhere') : sayDuration(warmUpMs);
}

function machineOf({ os, cores, memoryMb }: RunReport['run']['facts']['machine']): Html {
  // A load that was made elsewhere: this machine only read what was recorded.
  return aside(os, cores === 0 ? undefined : `${cores} cores, ${sayMemory(memoryMb)}`);
}

function sayQuarantine(policy: RunReport['policy']): string {
  const { checks, days } = quarantineIn(policy);
  return `${count(checks, 'check')} for ${count(days, 'day')}`;
}

/** What the command line said of the load. */
function sayLoad({ profile, timeScale, rateScale, workers }: LoadSettings): string {
  const scale = sayScale({ time: timeScale ?? 1, rate: rateScale ?? 1 });
  const parts = [
    profile === undefined ? '' : `profile ${profile}`,
    scale,
    workers === 1 ? '' : `${workers} k6 processes`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'as the suites say' : parts.join(', ');
}
