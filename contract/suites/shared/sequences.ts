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
  /** After so long no more are begun, and no counter-example is made shorter for longer; 20 s unless told. */
  readonly limitMs?: number;
}

/** The run's own; each is another search. A failure says it, and how to repeat it. */
const SEED = Number(process.env['HARNESS_SEED'] ?? Date.now() % 1_000_000);

/**
 * Does random sequences of steps, each from a fresh start, and checks every answer against a model: stateful testing as in
 * QuickCheck's state machines, by fast-check. There are as many as were asked for, and more until each sort of step was done: what was
 * never done shows nothing. A failure shows the shortest sequence found that still fails, the seed and the path. Throws too where
 * time was too short.
 */
export async function holdsInSequences<M extends object>(
  start: () => Promise<M>,
  steps: readonly fc.Arbitrary<Step<M>>[],
  { sequences, steps: maxCommands, limitMs = 20_000 }: Extent,
): Promise<void> {
  const undone = new Set(steps);
  const commands = fc.commands(
    steps.map((sort) => sort.map((one) => commandOf(one, () => undone.delete(sort)))),
    { maxCommands, size: 'max' },
  );
  let done = 0;
  const property = fc.asyncProperty(commands, async (chosen) => {
    await fc.asyncModelRun(async () => ({ model: await start(), real: undefined }), chosen);
    done++;
  });
  const endMs = performance.now() + limitMs;
  for (let seed = SEED; done < sequences || undone.size > 0; seed += 1) {
    if (performance.now() > endMs)
      throw new Error(
        `expected ${sequences} sequences with each of ${new Set(steps).size} sorts of steps; in ${limitMs / 1000} s there were ${done}, and ${undone.size} sorts of steps were never done`,
      );
    await fc.assert(property, {
      seed,
      numRuns: sequences,
      includeErrorInReport: true,
      plugins: [fc.interruptAfterTimeLimit(limitMs)],
    });
  }
}

function commandOf<M extends object>(
  { name, can, run }: Step<M>,
  onDone: () => void,
): fc.AsyncCommand<M, undefined> {
  return {
    check: (model) => can?.(model) ?? true,
    run: async (model) => {
      await run(model);
      onDone();
    },
    toString: () => name,
  };
}

export function step<M>(name: string, run: Step<M>['run'], can?: Step<M>['can']): Step<M> {
  return { name, run, ...(can && { can }) };
}

interface Person {
  readonly client: Client;
  readonly email: string;
}

/** Whoever takes part: two people of one tenant, and one of another. */
export class People {
  readonly #people: readonly Person[];
  readonly stranger: Client;

  private constructor(people: readonly Person[], stranger: Client) {
    this.#people = people;
    this.stranger = stranger;
  }

  /** Throws where the target has one tenant only: what is kept from strangers would not be looked at. */
  static async signIn(): Promise<People> {
    const { apiUrl, accounts, neighbour } = binding();
    if (neighbour === undefined)
      throw new Error('got a target of one tenant; a second one is needed, whose user is a stranger');
    const person = async (account: (typeof accounts)['user']) => ({
      client: await signIn(apiUrl, account),
      email: account.username,
    });
    const own = await Promise.all([accounts.user, accounts.admin].map(person));
    return new People(own, await signIn(apiUrl, neighbour.accounts.user));
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
