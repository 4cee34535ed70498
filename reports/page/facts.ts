import type { LoadSettings } from '../../kernel/load-settings.ts';
import { sayBytes, sayDuration } from '../format.ts';
import { command } from '../drawing/fragments.ts';
import { escapeHtml, time } from '../drawing/html.ts';
import { sayScale } from '../load/scale.ts';
import type { RunReport } from '../model/run-report.ts';

/** A name and what stands beside it, as HTML. */
export interface Fact {
  readonly name: string;
  readonly html: string;
}

const fact = (name: string, html: string): Fact => ({ name, html });

function dim(text: string | undefined): string {
  return text === undefined ? '' : ` <span class="dim">${escapeHtml(text)}</span>`;
}

/** What was tested, where, by whom and for how long. What is not known says so. */
export function headFacts({ run, durationMs }: RunReport): readonly Fact[] {
  const { facts } = run;
  const { environment } = facts;
  return [
    fact('Target', targetOf(run)),
    fact('Commit', gitOf(facts.git)),
    fact('Environment', `${escapeHtml(environment.name)}${dim(environment.title)}`),
    fact('Stage', facts.stage ?? 'none, suites were named'),
    fact('Started', time(facts.startedAt)),
    fact('Took', tookOf(run, durationMs)),
    fact('Owner', escapeHtml(facts.owner)),
    fact('Run', `<code>${escapeHtml(facts.id).replaceAll('_', '_<wbr>')}</code>`),
  ];
}

function tookOf({ status }: RunReport['run'], durationMs: number | undefined): string {
  if (durationMs === undefined) return dim(`never ended: ${status}`);
  return `${sayDuration(durationMs)}${status === 'completed' ? '' : dim(`then ${status}`)}`;
}

function targetOf({ facts, target }: RunReport['run']): string {
  if (target === undefined) return `${escapeHtml(facts.environment.target)}${dim('never came up')}`;
  return `${escapeHtml(`${target.name} ${target.version}`)}${dim(target.commit?.slice(0, 10))}`;
}

function gitOf(git: RunReport['run']['facts']['git']): string {
  if (git === undefined) return dim('not a git checkout');
  const dirty = git.dirty ? dim('with uncommitted changes') : '';
  return `<code>${escapeHtml(git.commit.slice(0, 10))}</code> on ${escapeHtml(git.branch)}${dirty}`;
}

/** How the run was made, without secrets. */
export function madeFacts({ run, diskBytes, policy }: RunReport): readonly Fact[] {
  const { facts, target } = run;
  const unknown = dim('not known');
  const urls = Object.entries(target?.urls ?? {}).map(([role, url]) => `${role} ${url}`);
  return [
    fact('Command', command(facts.command)),
    fact('Harness', `${escapeHtml(facts.harness.version)}${dim(`Node ${facts.harness.node}`)}`),
    fact('Machine', machineOf(facts.machine)),
    fact('Seed', String(facts.seed)),
    ...(facts.load ? [fact('Load asked for', escapeHtml(sayLoad(facts.load)))] : []),
    fact('Environment', `${escapeHtml(facts.environment.title)}${dim(`owner ${facts.environment.owner}`)}`),
    fact('Target', urls.length > 0 ? escapeHtml(urls.join(', ')) : unknown),
    fact('Target was up in', target ? sayDuration(target.warmUpMs) : unknown),
    fact('Evidence on disk', diskBytes === undefined ? unknown : sayBytes(diskBytes)),
    fact('Peak memory', run.peakMemoryMb === undefined ? unknown : `${run.peakMemoryMb} MB`),
    fact('Policy requires', escapeHtml(policy.required.join(', ') || 'no suite by name')),
    fact('Policy demands', escapeHtml(policy.mustProve.join(', ') || 'no requirement by id')),
    fact('Flaky checks allowed', String(policy.flakes)),
  ];
}

function machineOf({ os, cores, memoryMb }: RunReport['run']['facts']['machine']): string {
  // A load that was made elsewhere: this machine only read what was recorded.
  if (cores === 0) return escapeHtml(os);
  return `${escapeHtml(os)}${dim(`${cores} cores, ${sayBytes(memoryMb * 1_000_000)}`)}`;
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
