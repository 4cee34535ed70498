import fc from 'fast-check';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, signIn } from './client.ts';

/** What somebody may do next, with the model of what must hold afterwards. */
export interface Step<M> {
  /** What is done, with its values: the counter-example of a failure is a list of these. */
  readonly name: string;
  /** Whether it can be done as things are by the model; always unless told. */
  readonly can?: (model: M) => boolean;
  /** Does it, checks the answer against the model, and changes the model. */
  readonly run: (model: M) => Promise<void>;
}

interface Extent {
  readonly sequences: number;
  /** Steps in a sequence, at most. */
  readonly steps: number;
}

/** A counter-example is made shorter for so long. */
const LIMIT_MS = 20_000;

/** The run's own; each is another search. A failure says it, and how to repeat it. */
const SEED = Number(process.env['HARNESS_SEED'] ?? Date.now() % 1_000_000);

/**
 * Does random sequences of steps, each from a fresh start, and checks every answer against a model: stateful testing as in
 * QuickCheck's state machines, by fast-check. A failure shows the shortest sequence found that still fails, the seed and the path.
 * Throws too where time was too short for all of them.
 */
export async function holdsInSequences<M extends object>(
  start: () => Promise<M>,
  steps: readonly fc.Arbitrary<Step<M>>[],
  { sequences, steps: maxCommands }: Extent,
): Promise<void> {
  const commands = fc.commands(
    steps.map((one) => one.map(commandOf)),
    { maxCommands, size: 'max' },
  );
  let begun = 0;
  const property = fc.asyncProperty(commands, async (chosen) => {
    begun++;
    await fc.asyncModelRun(async () => ({ model: await start(), real: undefined }), chosen);
  });
  await fc.assert(property, {
    seed: SEED,
    numRuns: sequences,
    includeErrorInReport: true,
    plugins: [fc.interruptAfterTimeLimit(LIMIT_MS)],
  });
  if (begun < sequences)
    throw new Error(`expected ${sequences} sequences; time was enough for ${begun} in ${LIMIT_MS / 1000} s`);
}

function commandOf<M extends object>({ name, can, run }: Step<M>): fc.AsyncCommand<M, undefined> {
  return { check: (model) => can?.(model) ?? true, run: (model) => run(model), toString: () => name };
}

export function step<M>(name: string, run: Step<M>['run'], can?: Step<M>['can']): Step<M> {
  return { name, run, ...(can && { can }) };
}

interface Person {
  readonly client: Client;
  readonly email: string;
}

/** Whoever takes part: two people of one tenant, and one of another where there is one. */
export class People {
  readonly #people: readonly Person[];
  readonly stranger: Client | undefined;

  private constructor(people: readonly Person[], stranger: Client | undefined) {
    this.#people = people;
    this.stranger = stranger;
  }

  static async signIn(): Promise<People> {
    const { apiUrl, accounts, neighbour } = binding();
    const person = async (account: (typeof accounts)['user']) => ({
      client: await signIn(apiUrl, account),
      email: account.username,
    });
    const own = await Promise.all([accounts.user, accounts.admin].map(person));
    return new People(own, neighbour && (await signIn(apiUrl, neighbour.accounts.user)));
  }

  /** Of the two, by any number. */
  client(number: number): Client {
    return pick(this.#people, number).client;
  }

  email(number: number): string {
    return pick(this.#people, number).email;
  }
}

/** One of the two, and one of any list. */
export const [who, which] = [fc.nat({ max: 1 }), fc.nat({ max: 50 })];

/** One of a list, by any number: a sequence that lost steps still points at something. */
export function pick<T>(list: readonly T[], number: number): T {
  const one = list[number % list.length];
  if (one === undefined) throw new Error('nothing to choose from; say so in `can`');
  return one;
}

/** Names as people and attackers write them, 1–100 characters. */
export const names = fc.oneof(
  fc.constantFrom(
    "O'Brien",
    '"; drop table runs; --',
    '<b>bold</b>',
    '100 % _ \\',
    '$1',
    'null',
    '  spaced  ',
    'é 漢字 🚀',
  ),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .filter((name) => name.length <= 100 && name.trim() !== '' && !/[\p{Cc}\p{Cs}]/u.test(name)),
);
