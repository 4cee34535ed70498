import { contentCalls } from './api/content.ts';
import type { Calls } from './api/call.ts';
import { messageCalls } from './api/messages.ts';
import { operationCalls } from './api/operations.ts';
import { workflowCalls } from './api/workflows.ts';

/** Called once a visit: passwords are hashed slowly on purpose, and a refresh token works once. */
export const signInAndOut = ['POST /auth/login', 'POST /auth/refresh', 'POST /auth/logout'];
/** An answer that never ends is no request of this load. */
export const streams = ['GET /events'];

export const apiCalls: Calls = {
  ...operationCalls,
  ...workflowCalls,
  ...contentCalls,
  ...messageCalls,
};
