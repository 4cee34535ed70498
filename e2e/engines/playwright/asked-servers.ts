import type { TestCase, TestResult, TestStep } from '@playwright/test/reporter';

/** A Playwright since 1.64 tells the address beside the title of a step. */
type Step = TestStep & { readonly subtitle?: string };

/** Steps that ask for an address, as versions of Playwright call them: `Navigate to "…"`, `page.goto(…)`, `GET "…"`. */
const REQUEST =
  /^(?:navigate\b|(?:page|frame)\.goto\b|apirequestcontext\.\w+|(?:get|post|put|patch|delete|head|fetch)\b)(?<rest>.*)$/i;

/** The base URL of a test; `own`: its configuration, or a web server that it starts, says it, and not the harness. */
export function baseOf(test: TestCase): { readonly url: string | undefined; readonly own: boolean } {
  const declared = test.parent.project()?.use.baseURL;
  const inherited = process.env['PLAYWRIGHT_TEST_BASE_URL'];
  const url = declared ?? inherited;
  return { url, own: url !== undefined && url !== process.env['BASE_URL'] };
}

/** The addresses of the servers that a test asked, as far as its steps tell. */
export function serversAskedBy(test: TestCase, { steps }: TestResult): readonly string[] {
  const base = baseOf(test).url;
  const asked = allOf(steps).flatMap((step) => addressOf(step) ?? []);
  return [...new Set(asked.flatMap((address) => originOf(address, base) ?? []))];
}

function allOf(steps: readonly Step[]): readonly Step[] {
  return steps.flatMap((step) => [step, ...allOf(step.steps)]);
}

function addressOf({ category, title, subtitle }: Step): string | undefined {
  if (category !== 'pw:api') return undefined;
  const rest = REQUEST.exec(title)?.groups?.['rest'];
  if (rest === undefined) return undefined;
  const address = (subtitle ?? rest).trim().replace(/^to\b/, '').trim();
  return address.replaceAll(/^[("']+|[)"'…]+$/g, '');
}

/** Playwright may leave out the scheme; without a port, what has none may as well be a path. */
function originOf(address: string, base: string | undefined): string | undefined {
  const url = /^[\w.-]+:\d+(?:\/|$)/.test(address) ? `http://${address}` : address;
  const { protocol, origin } = URL.parse(url, base) ?? { protocol: '', origin: '' };
  return /^https?:$/.test(protocol) ? origin : undefined;
}
