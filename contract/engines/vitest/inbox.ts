import { appendFileSync } from 'node:fs';
import type { InboxEvent } from '../../../kernel/evidence.ts';

/** Whose fault it is that there is no telling. */
export type Cause = 'suite' | 'infra';

/** Appends one event to the suite's inbox; without an inbox (the bare tool) nothing happens. */
export function appendToInbox(event: InboxEvent): void {
  const inbox = process.env['HARNESS_INBOX'];
  if (inbox !== undefined) appendFileSync(inbox, `${JSON.stringify(event)}\n`);
}

/** The tool has found its tests and starts. */
export function tellBegin(detail: Record<string, unknown>): void {
  appendToInbox({ type: 'event', data: { name: 'tests.begin', detail } });
}

/** The tool has told everything. */
export function tellEnd(status: string): void {
  appendToInbox({ type: 'event', data: { name: 'tests.end', detail: { status } } });
}

/** Something that says nothing about the product, and for which there is no telling. */
export function tellTrouble(cause: Cause, message: string): void {
  appendToInbox({ type: 'event', data: { name: 'tests.trouble', detail: { cause, message } } });
}
