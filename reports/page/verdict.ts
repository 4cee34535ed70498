import { command, sentence } from '../drawing/fragments.ts';
import { type Html, markup } from '../drawing/html.ts';
import { icon, tone } from '../drawing/state.ts';
import type { RunReport } from '../model/run-report.ts';
import { sayPublisher } from '../model/say-publisher.ts';
import { headlineOf, policyNoteOf } from '../model/sentence.ts';
import { factsList, headFacts } from './facts.ts';

/** May it ship, and of what that is said. */
export function verdictSection(model: RunReport): Html {
  return markup`
    <section class="verdict ${tone(model.verdict)}" aria-labelledby="verdict">\n
      <div class="verdict-head">
        ${icon(model.verdict)}
        <div>\n
          <h1 id="verdict">${headlineOf(model)}</h1>\n
          <p class="sentence">${model.sentence}</p>\n
          <p class="note">${policyNoteOf(model)}</p>\n
        </div>
      </div>\n
      ${factsList(headFacts(model))}
      <p class="digest">${digestOf(model)}</p>\n
      ${model.publishers.map((one) => markup`<p class="note">${sayPublisher(one)}</p>\n`)}
    </section>\n`;
}

function digestOf({ digest, verifies }: RunReport): Html {
  if (digest !== undefined)
    return markup`
      <span>Evidence digest <code>${digest.value}</code></span>
      <span>check it with ${command(digest.verify)}</span>`;
  return verifies
    ? markup`<span>The evidence of this run was not sealed: it may be incomplete.</span>`
    : markup`<span>Do not rely on the evidence of this run: it does not verify.</span>`;
}

type RunDetection = NonNullable<RunReport['run']['facts']['detection']>;

/** Nobody may take a run of `detect` for a release's. */
export function detectionBanner({ id, defect }: RunDetection): Html {
  const state = defect === undefined ? 'waived' : 'fail';
  const said =
    defect === undefined
      ? markup`<strong>Made to look for false alarms: it is no evidence for a release.</strong>`
      : markup`
          <strong>A defect was planted in the target for this run: it is no evidence for a release.</strong>${' '}
          <code>${defect.id}</code>: ${sentence(defect.title)}`;
  return markup`
    <aside class="planted-banner ${tone(state)}" aria-label="Not for a release">
      ${icon(state)}
      <p>${said} <a href="../../../reports/detect/${id}/index.html">Detection ${id}</a></p>
    </aside>\n`;
}
