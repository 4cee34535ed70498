import { check } from 'k6';
import exec from 'k6/execution';
import { Trend } from 'k6/metrics';
import { open, type Stream } from 'k6/x/sse';
import { think } from './request.ts';
import { makeWorkflow, removeWorkflow, startRun } from './runs.ts';
import type { Session } from './sessions.ts';
import { tagsOf } from './tags.ts';
import { apiUrl, webUrl } from './target.ts';

/** From asking for a run to the arrival of its first event, and of the one that makes 90 % of its events complete; ms. */
const toFirst = new Trend('sse_time_to_first_event', true);
const to90Percent = new Trend('sse_time_to_90_percent', true);
/** How much closer two events came than the work between them allows, in ms: the former was held back so long at least. */
const heldBack = new Trend('sse_held_back', true);

const STEP_MS = 20;
const steps = Array.from({ length: 8 }, () => `wait ${STEP_MS}`);
/** A run says that it is queued, that it runs, how far it is after each step but the last, and how it ended. */
const EVENTS = steps.length + 2;
const MOST = Math.ceil(0.9 * EVENTS);
const LONGEST_MS = 10_000;

/** Listens to the tenant's events, at the API and the web in turn, and starts a run: its events come as they happen. */
export function sse(session: Session): void {
  const service = exec.scenario.iterationInTest % 2 === 1 ? 'web' : 'api';
  const tags = tagsOf(service, { module: 'streams', endpoint: '/events', kind: 'stream' });
  const stream = listen(session, service);
  check(stream, { 'the stream opens': (opened) => opened?.status === 200 }, tags);
  if (stream === undefined) measure([], Date.now(), tags);
  else watchRun(session, stream, tags);
  think();
}

function watchRun(session: Session, stream: Stream, tags: Record<string, string>): void {
  const workflow = makeWorkflow(session, { name: 'Watched under load', steps });
  if (workflow !== undefined) {
    const causedAt = Date.now();
    const run = startRun(session, workflow);
    if (run !== undefined) measure(arrivals(stream, run, causedAt + LONGEST_MS), causedAt, tags);
    removeWorkflow(session, workflow);
  }
  stream.close();
}

/** Undefined when nobody answers: that is the target's failure, not the script's. */
function listen({ token, cookie }: Session, service: 'api' | 'web'): Stream | undefined {
  try {
    return service === 'web'
      ? open(`${webUrl}/events`, { headers: { cookie: `session=${cookie}` } })
      : open(`${apiUrl}/events`, { headers: { authorization: `Bearer ${token}` } });
  } catch (error) {
    console.warn(`no stream of the ${service}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** When each event of the run came, up to the last one or the deadline. Other people's events are passed over. */
function arrivals(stream: Stream, run: string, deadline: number): readonly number[] {
  const times: number[] = [];
  while (times.length < EVENTS) {
    const event = stream.next(Math.max(0, deadline - Date.now()));
    if (event === null) break;
    if (event.type === 'run.progress' && event.data.includes(run)) times.push(event.atMs);
  }
  return times;
}

/** What never came counts as late as was waited for it. */
function measure(times: readonly number[], causedAt: number, tags: Record<string, string>): void {
  check(times, { 'the stream tells every event of a run in time': (all) => all.length === EVENTS }, tags);
  const after = (event: number) => (times[event - 1] ?? causedAt + LONGEST_MS) - causedAt;
  toFirst.add(after(1), tags);
  to90Percent.add(after(MOST), tags);
  // The first two are told by the API and by the worker before it begins: only what follows has work between it.
  for (let event = 3; event <= times.length; event += 1)
    heldBack.add(Math.max(0, STEP_MS - (after(event) - after(event - 1))), tags);
}
