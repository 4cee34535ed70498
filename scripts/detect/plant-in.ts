import { rmSync } from 'node:fs';
import type { Target } from '../../kernel/target.ts';
import { ROOT } from '../root.ts';
import type { SpecialRun } from '../run/run-request.ts';
import { editSource } from './edited-source.ts';
import type { PlantedRequest } from './planted-request.ts';
import { withDefect } from './planted-target.ts';

/** Where a defect is planted: in the target once it is up, or in a copy of what it is started from, which is gone when this is disposed of. */
export function plantIn(defect: PlantedRequest['defect']): Required<Pick<SpecialRun, 'around'>> & Disposable {
  let copy: string | undefined;
  return {
    around({ target, environment }) {
      if (defect === undefined) return {};
      const { id, edits } = defect;
      if (edits === undefined) return { target: withDefect(target, id) };
      const source = (copy = editSource(ROOT, target, edits, id));
      const start: Target['start'] = (asked) =>
        target.start({ ...asked, copy: { folder: source, variables: {} } });
      return { target: { ...target, start }, environment: { ...environment, source } };
    },
    [Symbol.dispose]() {
      if (copy !== undefined) rmSync(copy, { recursive: true, force: true });
    },
  };
}
