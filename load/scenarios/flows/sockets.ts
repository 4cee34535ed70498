import { check } from 'k6';
import { Counter, Rate, Trend } from 'k6/metrics';
import { setTimeout, clearTimeout } from 'k6/timers';
import { makeWorkflow, removeWorkflow, startRun } from './runs.ts';
import type { Session } from './sessions.ts';
import { connect, type Connection } from './socket-io.ts';
import { tagsOf } from './tags.ts';

/** From asking for a run to its first event on the socket, in ms. An event that comes while the API still answers waits for that. */
const delay = new Trend('socket_event_delay', true);
const events = new Counter('socket_events');
/** Connections that were refused, or ended before we left. */
const lost = new Rate('socket_lost');

/** How long a socket stays connected, running workflows. The server pings every 10 s, and gives up 5 s later. */
const STAY_MS = 1000 * Number(__ENV['SOCKET_SECONDS'] ?? 0);
/** Between two runs of one socket. */
const PAUSE_MS = 1000 * Number(__ENV['SOCKET_PAUSE_SECONDS'] ?? 2);
const LONGEST_MS = 10_000;
const tags = tagsOf('api', { module: 'streams', endpoint: '/socket.io', kind: 'stream' });

/** Connects, starts runs and hears of them, one at least; then leaves. */
export function sockets(session: Session): void {
  const workflow = makeWorkflow(session, { name: 'Heard under load' });
  if (workflow === undefined) return;
  const visit = new Visit(session, workflow);
  visit.begin();
}

interface Progress {
  readonly runId: string;
  readonly status: string;
}

class Visit {
  private readonly session: Session;
  private readonly workflow: string;
  private readonly until = Date.now() + STAY_MS;
  private connection: Connection | undefined;
  private timer = 0;
  private run: string | undefined;
  private causedAt = 0;
  private isHeard = false;
  private hasLeft = false;

  constructor(session: Session, workflow: string) {
    this.session = session;
    this.workflow = workflow;
  }

  begin(): void {
    this.leaveAfter(LONGEST_MS);
    this.connection = connect(this.session.token, tags, {
      joined: () => this.startRun(),
      event: (type, data) => {
        events.add(1, tags);
        if (type === 'run.progress') this.hear(data as Progress);
      },
      over: (refusal) => this.end(refusal),
    });
  }

  private startRun(): void {
    this.leaveAfter(LONGEST_MS);
    this.isHeard = false;
    this.causedAt = Date.now();
    this.run = startRun(this.session, this.workflow);
  }

  private hear({ runId, status }: Progress): void {
    if (runId !== this.run) return;
    if (!this.isHeard) delay.add(Date.now() - this.causedAt, tags);
    this.isHeard = true;
    if (status !== 'succeeded') return;
    check(status, { 'the socket tells the end of a run in time': () => true }, tags);
    if (Date.now() >= this.until) this.leave();
    else this.again();
  }

  private again(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.startRun(), PAUSE_MS);
  }

  /** What is not heard of until then counts as that late, and the visit is over. */
  private leaveAfter(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      check(0, { 'the socket tells the end of a run in time': () => false }, tags);
      if (!this.isHeard) delay.add(ms, tags);
      this.leave();
    }, ms);
  }

  private leave(): void {
    this.hasLeft = true;
    this.connection?.leave();
  }

  private end(refusal: string | undefined): void {
    clearTimeout(this.timer);
    if (refusal !== undefined) console.warn(`the socket was refused: ${refusal}`);
    else if (!this.hasLeft) console.warn('the socket was cut off');
    lost.add(!this.hasLeft, tags);
    removeWorkflow(this.session, this.workflow);
  }
}
