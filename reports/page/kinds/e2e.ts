import { command, note } from '../../drawing/fragments.ts';
import { type Html, markup } from '../../drawing/html.ts';
import { filesOfCheck, type EvidenceFile } from '../../model/artifacts.ts';
import type { SuiteRow } from '../../model/suite-row.ts';
import { failedChecks, failureTitle, type FailedCheck } from '../failures.ts';
import { fileLinks, type Links } from '../links.ts';

/** More failures than this are read one by one. */
const MOST_OPEN = 3;

/** Each check that failed, with what the browser left of it; then what passed only in the end. */
export function e2eView(suite: SuiteRow, links: Links): Html {
  const { flakes } = suite;
  return markup`
    ${failedChecks(suite).map((check) => failure(check, suite, links))}
    ${flakes.length === 0 ? '' : note('unknown', `Passed only at a further attempt: ${flakes.join('; ')}`)}`;
}

function failure(check: FailedCheck, suite: SuiteRow, links: Links): Html {
  const files = filesOfCheck(suite, check.id);
  return markup`
    <div class="failure">\n
    ${failureTitle(check)}\n
    ${messageFold(check.detail ?? '', suite.counts.failed <= MOST_OPEN)}
    <div class="shots">${screenshots(check.id, files, links)}</div>\n
    ${files.length === 0 ? '' : filesLine(files, links)}
    </div>\n`;
}

function messageFold(message: string, isOpen: boolean): Html | string {
  if (message === '') return '';
  return markup`
    <details class="full"${isOpen ? markup` open` : ''}>
      <summary>Message</summary><pre tabindex="0">${message}</pre>
    </details>`;
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
  const traces = files
    .filter((file) => file.role === 'trace')
    .map(({ path }) => {
      const line = `npx playwright show-trace ${links.onDisk(path)}`;
      return markup`<span class="rerun">open the trace with ${command(line)}</span>`;
    });
  return markup`<p class="meta">${fileLinks(files, links)}${traces}</p>`;
}
