import { z } from 'zod';
import { defineFault } from '../../kernel/experiment.ts';
import { lackOfDelay } from '../canary/delay.ts';
import { ownProcess } from '../subjects/own-process.ts';
import { PERIOD_MS, throttle } from '../subjects/throttle.ts';

const optionsSchema = z.strictObject({
  share: z
    .number()
    .min(0.2)
    .max(0.5)
    .describe('Of the time in which it may run, in turns of a quarter of a second.'),
});
type Options = z.infer<typeof optionsSchema>;

/** Who comes while it stands still waits, by half of that on average; a fifth of it is no noise. */
const NOISE = 0.2;
const feltMs = (share: number) => PERIOD_MS * (1 - share) * NOISE;

const CANARIES = 20;
/** Of those that come at any moment, three of four that are to feel it: some of them come at a turn's very end. */
const leastFelt = (share: number) => Math.floor(CANARIES * (1 - share) * (1 - NOISE) * 0.75);

/** As if something else had the CPU, and only this process had to do without: a hog would slow down the whole machine, and the harness. */
export default defineFault<'process', Options>({
  name: 'process-throttle',
  title:
    'A process gets only a share of its time on the CPU, as beside a hog: it stands still and goes on, several times a second.',
  subjects: ['process'],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  undo: ({ on }) => {
    const { pid, startedAt } = ownProcess(on);
    return [{ kind: 'resume', pid, startedAt }];
  },
  inject: ({ on }, { share }, signal, until) => {
    signal.throwIfAborted();
    throttle(ownProcess(on), share, until ?? signal);
    return Promise.resolve();
  },
  // Three periods, which no whole number of canaries divides: each comes at another moment of one.
  asks: () => ({ overMs: 3 * PERIOD_MS }),
  expected: ({ share }, canary) => lackOfDelay(feltMs(share), canary),
  // Who comes while it runs may have to wait for those that came before; hardly anybody waits where it always runs.
  feltBy: ({ share }) => ({ canaries: CANARIES, least: leastFelt(share), most: CANARIES }),
});
