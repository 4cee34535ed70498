import type { Requirements } from '../../kernel/requirement.ts';
import { heading } from '../drawing/fragments.ts';
import { type Html, markup } from '../drawing/html.ts';
import { icon } from '../drawing/state.ts';
import type { Detection } from './detection.ts';
import { notTurnedRed, sayNotTurnedRed, type NotTurnedRed } from './not-turned-red.ts';

const LEAD =
  'A suite that proves one of these may be blind to it: no defect that breaks it was caught, most often because there is none. ' +
  'Plant one, and see the suite fail.';

/** The aspects of requirements that no planted defect turned red. */
export function aspectsSection(detection: Detection, catalogue: Requirements): Html {
  const found = notTurnedRed(detection, catalogue);
  const body =
    found.length === 0
      ? markup`<p class="calm">${icon('pass')} <span>Each was turned red by a planted defect.</span></p>\n`
      : markup`<p class="note lead">${LEAD}</p>\n${found.map(requirementFold)}`;
  return markup`
    <section aria-labelledby="aspects">\n
    ${heading('aspects', 'Aspects that no defect turned red', found.length === 0 ? '' : sayNotTurnedRed(found, catalogue))}\n
    ${body}
    </section>\n`;
}

function requirementFold({ id, of, aspects }: NotTurnedRed): Html {
  const items = aspects.map(
    ({ reference, says }) => markup`<li><span class="code">${reference}</span> ${says}</li>\n`,
  );
  return markup`
    <details class="fold">
      <summary>${id}: ${aspects.length} of ${of}</summary><ul>\n${items}</ul>
    </details>\n`;
}
