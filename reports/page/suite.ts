import type { View } from '../../kernel/kind.ts';
import { command, sentence, subheading } from '../drawing/fragments.ts';
import { type Html, known, markup } from '../drawing/html.ts';
import { badge, icon } from '../drawing/state.ts';
import { sayDuration } from '../format.ts';
import type { SuiteRow } from '../model/suite-row.ts';
import { checkFolds } from './check-folds.ts';
import { chaosView } from './kinds/chaos.ts';
import { contractView } from './kinds/contract.ts';
import { e2eView } from './kinds/e2e.ts';
import { loadKindView } from './kinds/load.ts';
import { securityView } from './kinds/security.ts';
import type { Links } from './links.ts';
import { say } from '../../kernel/sentence.ts';

/** What a kind may show of a suite that ran, before what all kinds show. */
type KindView = (suite: SuiteRow, links: Links) => Html;

const KIND_VIEWS: Readonly<Record<View, KindView>> = {
  checks: contractView,
  browser: e2eView,
  load: loadKindView,
  experiment: chaosView,
  findings: securityView,
};

export function suiteArticle(suite: SuiteRow, view: View, links: Links): Html {
  const { anchor, name, title, verdict } = suite;
  return markup`
    <article class="suite" aria-labelledby="${anchor}">\n
    <div class="suite-head">${badge(verdict)}${subheading(anchor, name)}<span class="sub">${title}</span></div>\n
    ${metaLine(suite)}\n
    ${suite.state === 'ran' ? [KIND_VIEWS[view](suite, links), checkFolds(suite, links)] : never(suite)}
    </article>\n`;
}

function metaLine({ owner, engine, file, durationMs, rerun }: SuiteRow): Html {
  return markup`
    <p class="meta">
      <span>owner ${owner}</span>
      <span>engine ${engine}</span>
      <span>${file}</span>
      ${known(durationMs, (ms) => markup`<span>${sayDuration(ms)}</span>`)}
      <span class="rerun">rerun ${command(rerun)}</span>
    </p>`;
}

const NEVER_RAN = { what: 'It was planned but never ran, so nothing is known.' };

function never({ unavailable = NEVER_RAN }: SuiteRow): Html {
  return markup`<p class="calm">${icon('unknown')} <span>${sentence(say(unavailable))}</span></p>\n`;
}
