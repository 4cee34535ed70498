import type { Message } from '../../fixtures/services/sinks/message.ts';

/** What must be told of one alert, and whom. */
export interface Told {
  readonly alert: string;
  readonly severity: string;
  /** The job that it is of. */
  readonly source: string;
  readonly environment: string;
  /** Where it stands what to do; undefined where its rule names no such place. */
  readonly link: string | undefined;
  /** Where each of its messages must arrive, and nowhere else. */
  readonly to: readonly string[];
}

/** What may be wrong with the messages of an alert. */
export const KINDS = {
  missing: 'a message that it fires arrives at each of its receivers',
  elsewhere: 'nobody else gets one',
  severity: 'it says how severe it is',
  source: 'it says what part it is of',
  time: 'it says since when',
  link: 'it has a link to what to do',
  repeated: 'it is said once, and once that it is over',
  unresolved: 'a message that it is over arrives at each of its receivers',
} as const;
export type Kind = keyof typeof KINDS;

export interface Problem {
  readonly kind: Kind;
  readonly says: string;
}

const TIME = /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

export function isFiring({ text }: Message): boolean {
  return /\bfiring\b/i.test(text);
}

export function isResolved({ text }: Message): boolean {
  return /\bresolved\b/i.test(text);
}

/** The messages of that alert: with the word of this run in them, nobody else's. */
export function messagesOf(
  { alert, environment, source }: Pick<Told, 'alert' | 'environment' | 'source'>,
  all: readonly Message[],
): readonly Message[] {
  const words = [alert, environment].map((word) => new RegExp(`\\b${word}\\b`));
  const own = all.filter(({ text }) => words.every((word) => word.test(text)));
  // A message that does not say whose it is may be anybody's: it counts, and is found wanting.
  const named = own.filter(({ text }) => new RegExp(`\\b${source}\\b`).test(text));
  return named.length > 0 ? named : own;
}

/** The alerts of which nothing was told: there is no message of theirs that could be right or wrong. */
export function untold(all: readonly Told[], messages: readonly Message[]): readonly Told[] {
  return all.filter((told) => messagesOf(told, messages).length === 0);
}

/** Everything that is wrong with what was told of an alert that fired once, and is over. */
export function problemsOf(told: Told, all: readonly Message[]): readonly Problem[] {
  const own = messagesOf(told, all);
  const of = (kind: Kind, says: string): Problem => ({
    kind,
    says: `${told.alert} of ${told.source}: ${says}`,
  });
  const problems = told.to.flatMap((to) => {
    const there = own.filter((message) => message.to === to);
    const [firing, resolved] = [there.filter(isFiring).length, there.filter(isResolved).length];
    return [
      ...(firing === 0 ? [of('missing', `nothing at ${to}`)] : []),
      ...(firing > 0 && resolved === 0 ? [of('unresolved', `nothing at ${to}`)] : []),
      ...(firing > 1 || resolved > 1
        ? [of('repeated', `${to} was told ${firing} times that it fires, ${resolved} times that it is over`)]
        : []),
    ];
  });
  const others = new Set(own.map(({ to }) => to).filter((to) => !told.to.includes(to)));
  const content = (kind: Kind, is: (text: string) => boolean) => {
    const lacking = own.find(({ text }) => !is(text));
    return lacking === undefined ? [] : [of(kind, `not in the message at ${lacking.to}`)];
  };
  const word = (name: string) => (text: string) => new RegExp(`\\b${name}\\b`).test(text);
  return [
    ...problems,
    ...[...others].map((to) => of('elsewhere', `told at ${to}`)),
    ...content('severity', word(told.severity)),
    ...content('source', word(told.source)),
    ...content('time', (text) => TIME.test(text)),
    ...content('link', (text) => told.link !== undefined && text.includes(told.link)),
  ];
}
