import { askApi, think } from './request.ts';
import type { Session } from './sessions.ts';
import type { Labels } from './tags.ts';

const labels = (module: string, endpoint: string, kind: 'read' | 'write'): Labels => ({
  module,
  endpoint,
  kind,
});

/** Looks at alerts and notifications, and tells two events: three requests. */
export function messages(session: Session): void {
  askApi(session, 'GET', '/alerts', labels('alerts', '/alerts', 'read'), { expect: 200 });
  const notifications = labels('notifications', '/notifications', 'read');
  askApi(session, 'GET', '/notifications?limit=20', notifications, { expect: 200 });
  const events = [1, 2].map(() => ({
    id: uuid(),
    type: 'page.viewed',
    at: new Date().toISOString(),
    data: {},
  }));
  const told = labels('meta-events', '/meta-events', 'write');
  askApi(session, 'POST', '/meta-events', told, { body: { events }, expect: 202 });
  think();
}

function uuid(): string {
  const digits = (count: number) =>
    Array.from({ length: count }, () => Math.floor(Math.random() * 16).toString(16)).join('');
  return `${digits(8)}-${digits(4)}-4${digits(3)}-8${digits(3)}-${digits(12)}`;
}
