import { z } from 'zod';
import { InfraError } from '../../kernel/errors.ts';
import { definePublisher } from '../../kernel/publisher.ts';
import { messageOf, sayUntold, tellingSchema, type Message } from '../message.ts';

const optionsSchema = tellingSchema.extend({
  webhook: z
    .strictObject({
      variable: z
        .string()
        .regex(/^[A-Z][A-Z0-9_]*$/)
        .describe('Its name.'),
    })
    .describe(
      "The environment variable that holds the webhook's address. Whoever has that may write to the channel: it is a secret.",
    ),
});

/** Tells a channel of each run by an incoming webhook of Slack, or of whoever takes the same: Mattermost, Rocket.Chat, Discord's /slack. */
export default definePublisher({
  name: 'slack',
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  secrets: ({ webhook }) => [webhook.variable],
  async publish(run, { webhook, ...telling }, signal) {
    const message = messageOf(run, telling);
    if (message === undefined) return sayUntold(run);
    await post(process.env[webhook.variable] ?? '', message, signal);
    return 'told the channel';
  },
});

/** Of what went wrong only the sort is told: an error of a request may name the address. */
async function post(address: string, message: Message, signal: AbortSignal): Promise<void> {
  const body = JSON.stringify({ text: textOf(message) });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(address, { method: 'POST', headers, body, signal, redirect: 'error' }).catch(
    (error: unknown) => {
      throw new InfraError({
        what: `the webhook did not answer: ${sortOf(error)}`,
        fix: 'see that its address is right, and can be reached from here',
      });
    },
  );
  const said = (await response.text()).slice(0, 200);
  if (!response.ok)
    throw new InfraError({
      what: `the webhook answered ${response.status}: ${said}`,
      fix: 'see that it was not revoked, and that its channel is there',
    });
}

function sortOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error instanceof Error ? error.name : 'no reason given';
}

/** Slack takes `<`, `>` and `&` for links and mentions: nothing that a run says calls a whole channel. */
function textOf({ subject, lines, link }: Message): string {
  const plain = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const where = /^https?:/.test(link)
    ? `<${link.replaceAll(/[<>|\s]/g, encodeURIComponent)}|Report>`
    : `Report: ${plain(link)}`;
  return [`*${plain(subject)}*`, ...lines.map((line) => plain(line)), where].join('\n');
}
