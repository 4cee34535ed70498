import { z } from 'zod';

/** The shapes of the contract, written down again: exactly these fields. */
export const id = z.uuid();
export const time = z.iso.datetime();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const listOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });

export const envelope = z.strictObject({
  error: z.strictObject({
    code: z.string().regex(/^[A-Z][A-Z_]+$/),
    message: z.string().min(1),
    requestId: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/),
    fields: z
      .array(z.strictObject({ path: z.string().min(1), message: z.string().min(1) }))
      .min(1)
      .optional(),
  }),
});

export const user = z.strictObject({
  id,
  email: z.string(),
  name: z.string(),
  role: z.enum(['user', 'admin']),
  tenant: z.string(),
});
export const login = z.strictObject({
  token: z.string(),
  tokenType: z.literal('Bearer'),
  expiresInSeconds: z.int().positive(),
  refreshToken: z.string().min(20),
  user,
});

export const workflow = z.strictObject({
  id,
  name: z.string(),
  steps: z.array(z.string()).min(1),
  createdBy: z.string(),
  createdAt: time,
});
const runResult = z.strictObject({
  steps: z.array(z.strictObject({ name: z.string(), durationMs: z.number().min(0) })),
  digest: sha256,
});
export const runStatus = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']);
export const run = z.strictObject({
  id,
  workflowId: id,
  status: runStatus,
  progress: z.int().min(0).max(100),
  result: runResult.nullable(),
  failure: z.string().nullable(),
  createdAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
});
export type Workflow = z.infer<typeof workflow>;
export type Run = z.infer<typeof run>;

export const alert = z.strictObject({
  id,
  severity: z.enum(['info', 'warning', 'error']),
  title: z.string().min(1),
  source: z.string().min(1),
  status: z.enum(['open', 'acknowledged', 'resolved']),
  occurrences: z.int().min(1),
  createdAt: time,
  acknowledgedBy: z.string().nullable(),
  resolvedAt: time.nullable(),
});
export const alerts = z.strictObject({ items: z.array(alert).max(50) });
export type Alert = z.infer<typeof alert>;

export const upload = z.strictObject({
  id,
  name: z.string(),
  type: z.string(),
  size: z.int().min(1),
  sha256,
  createdBy: z.string(),
  createdAt: time,
});
export const link = z.strictObject({ url: z.url(), expiresAt: time });

const summary = { id, title: z.string(), createdBy: z.string(), createdAt: time };
export const documentSummary = z.strictObject(summary);
export const document = z.strictObject({ ...summary, body: z.string() });
export const found = z.strictObject({
  query: z.string(),
  total: z.int().min(0),
  items: z.array(z.strictObject({ id, title: z.string(), snippet: z.string(), rank: z.number() })),
});

export const notification = z.strictObject({
  id,
  kind: z.enum(['run.succeeded', 'run.failed', 'run.cancelled']),
  title: z.string().min(1),
  link: z.string().startsWith('/'),
  read: z.boolean(),
  createdAt: time,
});
export const notifications = listOf(notification).extend({ unread: z.int().min(0) });

export const webhookEvent = z.enum(['run.succeeded', 'run.failed', 'alert.opened', 'alert.resolved']);
export const webhook = z.strictObject({
  id,
  url: z.url(),
  events: z.array(webhookEvent).min(1),
  createdAt: time,
});
export const newWebhook = webhook.extend({ secret: z.string().regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/) });
export const delivery = z.strictObject({
  id,
  event: webhookEvent,
  status: z.enum(['pending', 'delivered', 'dead']),
  attempts: z.int().min(0),
  lastStatus: z.int().nullable(),
  createdAt: time,
  deliveredAt: time.nullable(),
});

export const metaEvent = z.strictObject({
  id,
  type: z.enum(['page.viewed', 'feature.used', 'job.finished']),
  at: time,
  data: z.record(z.string(), z.unknown()),
});
export const auditLine = z.strictObject({
  id,
  actor: z.string(),
  action: z.string(),
  requestId: z.string(),
  createdAt: time,
});

const tenths = z
  .number()
  .refine((value) => Math.abs(value * 10 - Math.round(value * 10)) < 1e-6, 'of tenths');
export const metric = z.strictObject({
  ...{ name: z.string(), label: z.string(), unit: z.string() },
  ...{ current: tenths.min(0), baseline: z.number(), delta: tenths },
  status: z.enum(['ok', 'warn', 'error']),
  series: z.array(tenths.min(0)).max(60),
});
export const baseline = z.strictObject({
  measuredAt: time,
  windowSeconds: z.literal(60),
  metrics: z.array(metric),
});
