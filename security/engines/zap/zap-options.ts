import { z } from 'zod';

/** Relative to a site's base URL. */
const path = z.string().regex(/^\/(?!\/)/, 'a path that starts with one /');

const signIn = z.strictObject({
  /** The role of the tenant's account. */
  account: z.string().default('user'),
  /** `form` posts the login page's form and keeps its cookies; `bearer` posts JSON and sends the token that it is given. */
  kind: z.enum(['form', 'bearer']),
  path,
  /** The names of the fields. */
  username: z.string(),
  password: z.string(),
  /** `bearer` only: the answer's member that holds the token; members inside members with dots. */
  token: z.string().default('token'),
  /** A page that answers 200 to that account and refuses an anonymous visitor: shows that the scan was signed in. */
  canary: path,
});
export type SignIn = z.infer<typeof signIn>;

const siteSchema = z.strictObject({
  /** Whether ZAP's spider follows the site's links, as an anonymous visitor. */
  spider: z.boolean().default(false),
  signIn: signIn.optional(),
  /** Fetched as an anonymous visitor, as the signed-in account, and with a foreign origin. Only with GET. */
  pages: z.array(path).min(1),
});
export type SiteOptions = z.infer<typeof siteSchema>;

export const zapOptionsSchema = z.strictObject({
  /** By URL role (`web`, `api`). */
  sites: z
    .record(z.string(), siteSchema)
    .refine((sites) => Object.keys(sites).length > 0, 'at least one site, such as { web: { pages: ["/"] } }'),
  spider: z
    .strictObject({
      maxDepth: z.number().int().min(1).default(5),
      /** The spider is stopped after this long; what it found until then counts. */
      maxSeconds: z.number().positive().default(20),
      /** Regular expressions of URLs that it must not follow. */
      exclude: z.array(z.string()).default([]),
    })
    .prefault({}),
});
export type ZapOptions = z.infer<typeof zapOptionsSchema>;
