import { setTimeout as sleep } from 'node:timers/promises';
import type { HistoryJournal } from '../../history/journal.ts';
import type { Asked, Ended } from '../../history/operation.ts';
import type { Names } from './names.ts';
import type { Session } from './session.ts';

/** One tenant's people, what they call things by, and where it is told. */
export interface Actor {
  readonly tenant: string;
  readonly nonce: string;
  readonly names: Names;
  readonly user: Session;
  readonly admin: Session;
  readonly journal: HistoryJournal;
  /** Whose each id is that anybody was told, over all tenants. */
  readonly owners: Map<string, string>;
  /** The ids of this tenant's own workflows. */
  readonly workflows: string[];
  /** Aborts when the time for traffic is up. */
  readonly signal: AbortSignal;
}

/** Until the traffic is over: `work`, and then a pause. */
export async function repeat(
  { signal }: Pick<Actor, 'signal'>,
  pauseMs: number,
  work: (round: number) => Promise<unknown>,
): Promise<void> {
  for (let round = 0; !signal.aborted; round++) {
    await work(round);
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

const TRIES = 8;
const AGAIN_MS = 700;

/** Sends for one thing with its key until it is acknowledged, or refused by the product. */
export async function addOnce(
  actor: Actor,
  asked: Omit<Asked, 'tenant' | 'does'>,
  send: () => Promise<Ended>,
): Promise<Ended> {
  let ended: Ended = { outcome: 'failed' };
  for (let tried = 0; tried < TRIES; tried++) {
    ended = await actor.journal.during({ ...asked, tenant: actor.tenant, does: 'add' }, send);
    if (ended.outcome === 'acknowledged' || /^answered 4(?!01)/.test(ended.why ?? '')) return ended;
    await sleep(AGAIN_MS);
  }
  return ended;
}
