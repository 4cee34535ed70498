import { command } from '../../drawing/fragments.ts';
import { type Html, markup } from '../../drawing/html.ts';
import { icon } from '../../drawing/state.ts';
import { filesOfCheck, type EvidenceFile } from '../../model/artifacts.ts';
import type { SuiteRow } from '../../model/suite-row.ts';
import { failedChecks, failureTitle } from '../failures.ts';
import { fileLinks, type Links } from '../links.ts';

/** More failures than this are read one by one. */
const MOST_OPEN = 3;

/** Each check that failed, with what the browser left of it; then what passed only in the end. */
export function e2eView(suite: SuiteRow, links: Links): Html {
  const failed = failedChecks(suite);
  const open = suite.counts.failed <= MOST_OPEN ? markup` open` : '';
  const { flakes } = suite;
  return markup`
    ${failed.map((check) => {
      const files = filesOfCheck(suite, check.id);
      const { detail = '' } = check;
      return markup`
        <div class="failure">\n
        ${failureTitle(check)}\n
        ${detail === '' ? '' : markup`<details class="full"${open}><summary>Message</summary><pre tabindex="0">${detail}</pre></details>`}
        <div class="shots">${screenshots(check.id, files, links)}</div>\n
        ${files.length === 0 ? '' : filesLine(files, links)}
        </div>\n`;
    })}
    ${flakes.length === 0 ? '' : markup`<p class="note">${icon('unknown')} Passed only at a further attempt: ${flakes.join('; ')}</p>`}`;
}

function screenshots(check: string, files: readonly EvidenceFile[], { href }: Links): readonly Html[] {
  return files
    .filter((file) => file.role === 'screenshot')
    .map(
      ({ path }) => markup`
        <a href="${href(path)}">
          <img loading="lazy" src="${href(path)}" alt="Screenshot of the failure: ${check}">
        </a>`,
    );
}

function filesLine(files: readonly EvidenceFile[], links: Links): Html {
  const traces = files.filter((file) => file.role === 'trace');
  return markup`
    <p class="meta">
      ${fileLinks(files, links)}
      ${traces.map(({ path }) => markup`<span class="rerun">open the trace with ${command(`npx playwright show-trace ${links.onDisk(path)}`)}</span>`)}
    </p>`;
}
