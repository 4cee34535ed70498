/** What a tool says when it waited in vain or nobody answered: so does a busy machine, and so does a target that is down. */
const DISTURBED =
  /timeout of \d+ ?ms exceeded|timeout \d+ ?ms exceeded|timed out|TimeoutError|AbortError|operation was aborted|fetch failed|socket hang up|\bECONN|\bEPIPE\b|\bETIMEDOUT\b|\bUND_ERR_|net::ERR_/i;

/** What an assertion says, also one that waited for its value. */
const ASSERTED = /\bexpected\b|\breceived\b|\bAssertionError\b|\bexpect\(/i;

/**
 * The line of a failed check's words that tells of a time-out or of a lost connection, where no assertion speaks in them: then
 * the check never came to compare anything, and nobody can say what it would have seen. Undefined for every other failure.
 */
export function disturbanceIn(detail: string | undefined): string | undefined {
  if (detail === undefined || ASSERTED.test(detail)) return undefined;
  return detail.split('\n').find((line) => DISTURBED.test(line));
}
