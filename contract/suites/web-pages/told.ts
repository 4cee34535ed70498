import type { z } from 'zod';
import type {
  alert,
  auditLine,
  found,
  metric,
  notification,
  run,
  upload,
  user,
  workflow,
} from '../shared/shapes.ts';

/** What the API tells, as far as pages show it: by the shapes of the contract, never by those that the web itself reads it with. */
export type User = z.infer<typeof user>;
export type Workflow = z.infer<typeof workflow>;
export type Run = z.infer<typeof run>;
export type Metric = Omit<z.infer<typeof metric>, 'name'>;
export type Alert = z.infer<typeof alert>;
export type Upload = z.infer<typeof upload>;
export type Notification = z.infer<typeof notification>;
export type AuditLine = z.infer<typeof auditLine>;

export interface List<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}
export type Notifications = List<Notification> & { readonly unread: number };
export type Found = Omit<z.infer<typeof found>, 'items'> & {
  readonly items: readonly Omit<z.infer<typeof found>['items'][number], 'rank'>[];
};
export interface Overview {
  readonly users: readonly Omit<User, 'tenant'>[];
  readonly queue: Readonly<Record<'waiting' | 'active' | 'delayed' | 'failed' | 'completed', number>>;
}
/** Its events are any words, so that tests can say what has to be escaped. */
export interface Webhook {
  readonly url: string;
  readonly events: readonly string[];
  readonly deliveries: readonly { readonly status: string }[];
}
