import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../../../fixtures/services/sinks/message.ts';
import { InfraError, SuiteError } from '../../../kernel/errors.ts';
import { type Kind, problemsOf, type Told } from '../../observability/story.ts';

/** By the value of its label `canary`, what must be found wrong with what is told of it; of the first nothing. */
const FOUND = { right: undefined, wrong: 'elsewhere', muted: 'missing', flapping: 'repeated' } as const;
type Canary = keyof typeof FOUND;
const CANARIES = Object.keys(FOUND) as readonly Canary[];

const ALERT = 'HarnessCanary';
const SOURCE = 'harness';
const LINK = 'https://localhost/canary';

const SAYS = {
  send_resolved: true,
  title:
    '[{{ .Status | toUpper }}] {{ .CommonLabels.severity }}: {{ .CommonLabels.alertname }} in {{ .CommonLabels.environment }}',
  title_link: '{{ .CommonAnnotations.action }}',
  text: '{{ range .Alerts }}{{ .Labels.job }} since {{ .StartsAt.UTC.Format "2006-01-02T15:04:05Z" }}{{ end }}',
};
const { title: Subject, text, ...OF_MAIL } = SAYS;

/** Where messages go. */
export interface CanarySinks {
  readonly chat: string;
  readonly elsewhere: string;
  /** `host:port`, and who gets it. */
  readonly mail: string;
  readonly to: string;
}

/** An Alertmanager of ours, so that what is wrong with the product's plays no part: it tells people rightly, and wrongly in three ways. */
export function canaryConfig({ chat, elsewhere, mail, to }: CanarySinks): object {
  const told = (name: string, url: string) => ({ name, slack_configs: [{ ...SAYS, api_url: url }] });
  const { title_link: link, ...rest } = OF_MAIL;
  const byMail = { ...rest, to, headers: { Subject }, html: '', text: `${text} ${link}` };
  const route = (canary: Canary, times: object = {}) => ({
    matchers: [`canary="${canary}"`],
    receiver: canary,
    ...times,
  });
  return {
    global: { smtp_smarthost: mail, smtp_from: 'canary@localhost', smtp_require_tls: false },
    route: {
      ...{ receiver: 'right', group_by: ['canary'], group_wait: '1s', group_interval: '2s' },
      routes: [route('wrong'), route('muted'), route('flapping', { group_wait: '0s', group_interval: '1s' })],
    },
    receivers: [
      { ...told('right', chat), email_configs: [byMail] },
      told('wrong', elsewhere),
      { name: 'muted' },
      told('flapping', chat),
    ],
  };
}

/** Where the canaries are posted, and what arrives. */
export interface CanaryPlace {
  readonly alertmanager: string;
  /** Who must be told of what is an error. */
  readonly to: readonly string[];
  readonly messages: readonly Message[];
  readonly environment: string;
  readonly signal: AbortSignal;
}

const toldOf = ({ to, environment }: CanaryPlace, canary: Canary): Told => ({
  alert: ALERT,
  severity: 'error',
  source: `${SOURCE}-${canary}`,
  link: LINK,
  environment: `${environment}-${canary}`,
  to: canary === 'flapping' ? to.slice(0, 1) : to,
});

/** Has people told rightly once and wrongly three times. Rejects with a SuiteError where that is not told apart. */
export async function mustFindCanaries(place: CanaryPlace, deadlineMs: number): Promise<void> {
  await Promise.all(CANARIES.filter((one) => one !== 'flapping').map((one) => post(place, one, true)));
  for (const fires of [true, false, true, false]) {
    await post(place, 'flapping', fires);
    await sleep(2000, undefined, { signal: place.signal });
  }
  await Promise.all(CANARIES.map((one) => post(place, one, false)));
  const until = performance.now() + deadlineMs;
  for (;;) {
    const blind = CANARIES.filter((one) => !isFound(place, one));
    if (blind.length === 0) return;
    if (performance.now() > until) throw notFound(place, blind);
    await sleep(200, undefined, { signal: place.signal });
  }
}

function isFound(place: CanaryPlace, canary: Canary): boolean {
  const kinds = new Set<Kind>(problemsOf(toldOf(place, canary), place.messages).map(({ kind }) => kind));
  const wanted = FOUND[canary];
  return wanted === undefined ? kinds.size === 0 : kinds.has(wanted);
}

function notFound(place: CanaryPlace, blind: readonly Canary[]): SuiteError {
  const found = blind.map((one) => {
    const problems = problemsOf(toldOf(place, one), place.messages).map(({ says }) => says);
    return `${one} (${problems.join('; ') || 'nothing wrong'})`;
  });
  return new SuiteError({
    what: `what people were told rightly and wrongly on purpose was not told apart: ${found.join(', ')}.`,
    fix: "see Alertmanager's log in the evidence; no message of this run is believed.",
  });
}

async function post(place: CanaryPlace, canary: Canary, fires: boolean): Promise<void> {
  const { source, environment } = toldOf(place, canary);
  const labels = { alertname: ALERT, job: source, severity: 'error', environment, canary };
  const annotations = { summary: 'Nothing is wrong: this is a drill.', action: LINK };
  const ends = fires ? Date.now() + 600_000 : Date.now() - 1;
  const times = { startsAt: new Date(ends - 700_000).toISOString(), endsAt: new Date(ends).toISOString() };
  const answer = await fetch(`${place.alertmanager}/api/v2/alerts`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([{ labels, annotations, ...times }]),
    signal: AbortSignal.timeout(5000),
  });
  if (!answer.ok) throw new InfraError(`Alertmanager answered ${answer.status}: ${await answer.text()}`);
}
