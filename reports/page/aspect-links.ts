import { type Html, markup } from '../drawing/html.ts';
import { sayAspects, type Unproven } from '../model/unproven.ts';

/** To aspects of one requirement, or where they are many to the requirement, with how many. */
export function aspectLinks(one: Unproven['requirements'][number]): readonly Html[] {
  return sayAspects(one).map(
    (said) => markup`<a class="requirement" href="#${said.split(',', 1)[0] ?? said}">${said}</a>`,
  );
}
