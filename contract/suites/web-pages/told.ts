import type { z } from 'zod';
import type { alert, auditLine, notification, run, upload, user, workflow } from '../shared/shapes.ts';

/** What the API tells, as far as pages show it. */
export type User = z.infer<typeof user>;
export type Workflow = z.infer<typeof workflow>;
export type Run = z.infer<typeof run>;
export type Alert = z.infer<typeof alert>;
export type Upload = z.infer<typeof upload>;
export type Notification = z.infer<typeof notification>;
export type AuditLine = z.infer<typeof auditLine>;

export interface List<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}
export type Notifications = List<Notification> & { readonly unread: number };
export interface Found {
  readonly query: string;
  readonly total: number;
  readonly items: readonly { readonly id: string; readonly title: string; readonly snippet: string }[];
}
export interface Metric {
  readonly label: string;
  readonly unit: string;
  readonly current: number;
  readonly baseline: number;
  readonly delta: number;
  readonly status: 'ok' | 'warn' | 'error';
  readonly series: readonly number[];
}
export interface Overview {
  readonly users: readonly Omit<User, 'tenant'>[];
  readonly queue: Readonly<Record<'waiting' | 'active' | 'delayed' | 'failed' | 'completed', number>>;
}
export interface Webhook {
  readonly url: string;
  readonly events: readonly string[];
  readonly deliveries: readonly { readonly status: string }[];
}
