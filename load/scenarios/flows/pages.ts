import exec from 'k6/execution';
import { openPage, think } from './request.ts';
import type { Session } from './sessions.ts';

const PAGES = ['/dashboard', '/workflows', '/uploads', '/search?q=backup', '/alerts', '/notifications'];

/** Opens one page of the web: one request of the browser, several of the web to the API. */
export function pages(session: Session): void {
  const path = PAGES[exec.scenario.iterationInTest % PAGES.length] ?? '/dashboard';
  openPage(session, path, path.split('?')[0] ?? path);
  think();
}
