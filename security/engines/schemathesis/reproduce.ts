import { STAND_IN } from './relay.ts';
import type { Failure } from './told.ts';

/** How to ask again what was answered wrongly: all of it by the seed, and each failure by itself. */
export function reproduction(
  suite: string,
  seed: number,
  base: string,
  failures: readonly Failure[],
): string {
  const again = [
    `# All of it again: HARNESS_FUZZ_SEED=${seed} ./harness run ${suite}`,
    '# One of them: sign in, and put the token into TOKEN.',
  ];
  const each = failures.map(
    (failure) =>
      `# ${failure.check}: ${failure.operation} answered ${failure.status}: ${failure.message}\n${curl(base, failure)}`,
  );
  return `${[...again, ...each].join('\n\n')}\n`;
}

const OWN = ['user-agent', 'accept-encoding', 'connection', 'content-length', 'accept', 'host'];

function curl(base: string, { request }: Failure): string {
  const { method, uri, headers, body } = request;
  const { origin } = new URL(uri);
  const lines = Object.entries(headers)
    .filter(([name]) => !OWN.includes(name.toLowerCase()))
    .flatMap(([name, values]) => values.map((value) => header(name, value)));
  const sent = body === undefined || body === null ? [] : [data(Buffer.from(body.$base64, 'base64'))];
  return ['curl', '-i', '-X', method, ...lines, ...sent, quoted(`${base}${uri.slice(origin.length)}`)].join(
    ' ',
  );
}

function header(name: string, value: string): string {
  return value === STAND_IN ? `-H "${name}: Bearer $TOKEN"` : `-H ${quoted(`${name}: ${value}`)}`;
}

/** Bytes that are no text go through base64. */
function data(bytes: Buffer): string {
  const text = bytes.toString();
  const isText = Buffer.from(text).equals(bytes) && !text.includes('\0');
  return isText
    ? `--data-binary ${quoted(text)}`
    : `--data-binary @<(base64 -d <<< ${bytes.toString('base64')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
