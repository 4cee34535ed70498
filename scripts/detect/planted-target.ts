import { InfraError, saidBy } from '../../kernel/errors.ts';
import type { Target, TargetStart } from '../../kernel/target.ts';
import { within } from '../../kernel/sentence.ts';

/** The target with a defect: switched on once it is up and before any suite, switched off before it is stopped. */
export function withDefect(target: Target, id: string): Target {
  return {
    ...target,
    async start(start: TargetStart) {
      const running = await target.start(start);
      const { defects } = running;
      if (defects === undefined)
        throw new InfraError(`target ${target.name} has no switch for planted defects`);
      await defects.on(id);
      start.log(`the defect ${id} is planted in ${target.name}`);
      return {
        ...running,
        async beforeStop() {
          await switchOff(() => defects.off(id), id);
          await running.beforeStop?.();
        },
      };
    },
  };
}

/** A target that does not know of its defect any more may have lost it before the suites were through. */
async function switchOff(off: () => Promise<void>, id: string): Promise<void> {
  try {
    await off();
  } catch (error) {
    throw new InfraError(within(`the defect ${id} could not be switched off at the end`, saidBy(error)));
  }
}
