import { check } from 'k6';
import { dataOfIteration } from './data.ts';
import { askApi, fieldOf, freshKey, think } from './request.ts';
import type { Session } from './sessions.ts';
import type { Labels } from './tags.ts';

const labels = (endpoint: string): Labels => ({ module: 'uploads', endpoint, kind: 'transfer' });
/** 20 KB of lines. */
const contentOf = (line: string) => `${line}\n`.repeat(330);

/** Sends a file, takes it back, and deletes it: three requests. */
export function uploads(session: Session): void {
  const content = contentOf(dataOfIteration().text(61));
  const headers = { 'content-type': 'text/plain', 'idempotency-key': freshKey() };
  const request = { body: content, headers, expect: 201 };
  const sent = askApi(session, 'POST', '/uploads?name=load.txt', labels('/uploads'), request);
  const id = fieldOf(sent, 'id');
  if (id === undefined) return;
  const path = `/uploads/${id}`;
  think();
  const got = askApi(session, 'GET', `${path}/content`, labels('/uploads/{id}/content'), { expect: 200 });
  check(got, { 'the file comes back whole': ({ body }) => body === content });
  askApi(session, 'DELETE', path, labels('/uploads/{id}'), { expect: 204 });
  think();
}
