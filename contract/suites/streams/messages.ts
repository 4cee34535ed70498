import { z } from 'zod';
import { runStatus } from '../shared/shapes.ts';
import type { StreamEvent } from '../shared/event-stream.ts';

/** What a tenant's streams carry, by type. */
export const messages = {
  'run.progress': z.strictObject({
    runId: z.uuid(),
    workflowId: z.uuid(),
    status: runStatus,
    progress: z.int().min(0).max(100),
  }),
  'alert.changed': z.strictObject({
    alertId: z.uuid(),
    severity: z.enum(['info', 'warning', 'error']),
    title: z.string().min(1),
    status: z.enum(['open', 'acknowledged', 'resolved']),
  }),
  'notification.created': z.strictObject({
    notificationId: z.uuid(),
    userId: z.uuid(),
    title: z.string().min(1),
  }),
} as const;
export type MessageType = keyof typeof messages;

/** What is wrong with a message by its contract; undefined when nothing is. */
export function flawOf(type: string, data: unknown): string | undefined {
  if (!(type in messages)) return `a type of event that the contract does not know: ${type}`;
  const { error } = messages[type as MessageType].safeParse(data);
  return error && `${type}: ${z.prettifyError(error)}`;
}

export type RunProgress = z.infer<(typeof messages)['run.progress']>;

/** The progress of one run, in the order in which it was told. */
export function progressOf(
  events: readonly StreamEvent[],
  runId: string,
): (RunProgress & { readonly event: StreamEvent })[] {
  return events
    .filter(({ type }) => type === 'run.progress')
    .map((event) => ({ ...messages['run.progress'].parse(JSON.parse(event.data)), event }))
    .filter((progress) => progress.runId === runId);
}
