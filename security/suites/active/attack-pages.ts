import { randomUUID } from 'node:crypto';
import { each } from './attack.ts';
import type { Attacked } from './attack-api.ts';
import { send } from './exchange.ts';
import { type Form, type Page, pagesOf, sentFrom, submission } from './forms.ts';
import { payloadsFor } from './payloads.ts';
import { FROM_WEB } from './sessions.ts';

/** What the pages are that were found, and what forms of other sites they took. */
export interface AttackedPages {
  readonly pages: readonly Page[];
  /** Forms that were sent from other sites. */
  readonly sent: readonly string[];
  readonly taken: readonly string[];
}

/** Of every page: each field of each form, and each name in the query of a link. */
export async function attackPages(attacked: Attacked): Promise<AttackedPages> {
  const { target, marks, secrets, log, signedIn } = attacked;
  const { apiUrl, webUrl } = target;
  const { cookies } = attacked.sessions;
  const sent: string[] = [];
  const taken: string[] = [];
  const texts = payloadsFor(marks).filter(({ value }) => typeof value === 'string');
  // What the API reads was sent to itself: here it is the pages' own that is attacked, and a few of each other sort.
  const payloads = texts.filter(
    ({ of }, place) =>
      /markup|redirect|header/.test(of) ||
      place === texts.findIndex((one) => one.of === of) ||
      (of === 'crash' && place % 2 === 0),
  );
  const some = payloads.filter(({ of }, place) => of === 'redirect' || place % 3 === 0);
  const judged = { marks, secrets, origin: webUrl };
  const cookie = async (as: 'user' | 'admin') => ({ cookie: await cookies[as]() });
  const start = ['/', ...target.frontEnds.flatMap((one) => [...one.pages, ...one.signedInPages])];
  const crawl = async () => [
    ...(await pagesOf(webUrl, start, {}, FROM_WEB)),
    ...(await pagesOf(webUrl, start, await cookie('user'), FROM_WEB)),
    ...(await pagesOf(webUrl, [...start, '/admin'], await cookie('admin'), FROM_WEB)),
  ];
  const pages = await crawl();
  // What the API was sent is shown there.
  for (const { path, answer } of pages) log.judge(`GET ${path}`, answer, judged);
  const forms = new Map(pages.flatMap((page) => page.forms).map((form) => [kindOf(form), form]));
  for (const [kind, form] of forms) {
    for (const field of Object.keys(form.fields)) {
      const where = `${kind}: field ${field}`;
      log.known.add(where);
      await each(payloads, async ({ of, value }) => {
        const filled = submission(
          form,
          { ...form.fields, key: randomUUID(), [field]: String(value) },
          webUrl,
        );
        const as = kind.includes('/login') ? {} : await cookie('user');
        const answer = await send(
          webUrl,
          { ...filled, headers: { ...as, ...('headers' in filled ? filled.headers : {}) } },
          FROM_WEB,
        );
        log.judge(where, answer, judged, { of, value });
      });
    }
    if (form.method === 'POST') {
      sent.push(kind);
      const found = await sentFrom(webUrl, form, await cookie('user'), FROM_WEB);
      taken.push(...found.map((one) => `${kind}: ${one}`));
    }
    const dashboard = await send(
      webUrl,
      { method: 'GET', path: pages.at(-1)?.path ?? '/', headers: await cookie('user') },
      FROM_WEB,
    );
    signedIn.push(dashboard.status === 200 || dashboard.status === 403);
  }
  for (const [path, names] of queriesOf(pages))
    for (const name of names) {
      const where = `GET ${path}: query ${name}`;
      log.known.add(where);
      await each(some, async (payload) => {
        const query = `${name}=${encodeURIComponent(String(payload.value).toWellFormed())}`;
        const answer = await send(
          webUrl,
          { method: 'GET', path: `${path}?${query}`, headers: await cookie('user') },
          FROM_WEB,
        );
        log.judge(where, answer, judged, payload);
      });
    }
  for (const base of [webUrl, apiUrl])
    for (const path of FILES)
      log.judge(`GET ${path}`, await send(base, { method: 'GET', path }, FROM_WEB), {
        ...judged,
        origin: base,
      });
  for (const { path, answer } of await crawl()) log.judge(`GET ${path}, afterwards`, answer, judged);
  return { pages, sent, taken };
}

/** Ways out of a folder, as they stand in a request. */
const FILES = [
  '/assets/../../../../../../../../etc/passwd',
  '/assets/..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd',
  '/assets/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
  '/assets/....//....//....//etc/passwd',
  '/assets/..%252f..%252f..%252fetc%252fpasswd',
  '/assets/..%5c..%5c..%5cetc%5cpasswd',
  '/../package.json',
  '/assets/../main.ts',
  '/.env',
  '/.git/config',
];

const kindOf = ({ method, action }: Form) =>
  `${method} ${action.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')}`;

function queriesOf(all: readonly Page[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { path } of all) {
    const [at = '', query = ''] = path.split('?');
    const names = found.get(at) ?? new Set(['cursor', 'back']);
    for (const name of new URLSearchParams(query).keys()) names.add(name);
    if (!/[0-9a-f]{8}-/.test(at)) found.set(at, names);
  }
  return found;
}
