import { z } from 'zod';
import { definePublisher, type SealedRun } from '../../kernel/publisher.ts';
import { messageOf, sayUntold, tellingSchema, type Message } from '../message.ts';
import { deliver } from './smtp.ts';

const address = z.string().regex(/^[\w.+-]+@[\w-]+(\.[\w-]+)*$/, 'an address such as release@example.com');

const optionsSchema = tellingSchema.extend({
  server: z
    .string()
    .regex(
      /^smtps?:\/\/[\w.-]+(:\d+)?$/,
      'smtp://mail.example.com:587 or smtps://mail.example.com:465; user and password stand in `login`',
    )
    .describe('`smtp://…` is encrypted by STARTTLS but on this machine, `smtps://…` from the start.'),
  login: z
    .strictObject({
      user: z.string().min(1).describe('The name to sign in with.'),
      password: z
        .strictObject({
          variable: z
            .string()
            .regex(/^[A-Z][A-Z0-9_]*$/)
            .describe('Its name.'),
        })
        .describe('The environment variable that holds it.'),
    })
    .optional()
    .describe('Where the server asks for one.'),
  from: address.describe('Who it says it is from.'),
  to: z.array(address).min(1).describe('To whom.'),
});
type MailOptions = z.infer<typeof optionsSchema>;

/** Mails a summary of each run. Sent twice it has the same Message-ID: mail servers and clients know it for one. */
export default definePublisher({
  name: 'mail',
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  secrets: ({ login }) => (login === undefined ? [] : [login.password.variable]),
  async publish(run, { server, login, from, to, ...telling }, signal) {
    const message = messageOf(run, telling);
    if (message === undefined) return sayUntold(run);
    await deliver({
      ...{ server: new URL(server), from, to, signal },
      login: loginOf(login),
      mail: mailOf(run, message, { from, to }),
    });
    return `mailed to ${to.join(', ')}`;
  },
});

function loginOf(login: MailOptions['login']) {
  return login && { user: login.user, password: process.env[login.password.variable] ?? '' };
}

function mailOf(
  { id, digest }: SealedRun,
  { subject, lines, link }: Message,
  { from, to }: Pick<MailOptions, 'from' | 'to'>,
): string {
  const domain = from.split('@')[1] ?? 'localhost';
  const text = [subject, '', ...lines, '', `Report: ${link}`, ''].join('\r\n');
  const coded =
    Buffer.from(text)
      .toString('base64')
      .match(/.{1,76}/g) ?? [];
  return [
    `From: Release harness <${from}>`,
    `To: ${to.join(', ')}`,
    `Subject: ${worded(subject)}`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${id}.${digest.slice(0, 16)}@${domain}>`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    ...coded,
  ].join('\r\n');
}

/** A header in words of ASCII, none too long for its line (RFC 2047); no character is cut in two. */
function worded(text: string): string {
  const words: string[] = [''];
  for (const character of text) {
    const coded = [...Buffer.from(character)].map(
      (byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    );
    const next = /[A-Za-z\d]/.test(character) ? character : character === ' ' ? '_' : coded.join('');
    const last = words.at(-1) ?? '';
    if (last.length + next.length > 60) words.push(next);
    else words[words.length - 1] = last + next;
  }
  return words.map((word) => `=?utf-8?q?${word}?=`).join('\r\n ');
}
