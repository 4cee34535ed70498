import { z } from 'zod';
import { ruleChangesSchema } from '../../rules/changed-rules.ts';

/** Relative to a site's base URL. */
const path = z.string().regex(/^\/(?!\/)/, 'a path that starts with one /');

export const signInSchema = z.strictObject({
  account: z.string().default('user').describe("The role of the tenant's account."),
  kind: z
    .enum(['form', 'bearer'])
    .describe(
      "`form` posts the login page's form and keeps its cookies; `bearer` posts JSON and sends the token that it is given.",
    ),
  path: path.describe('The login page, or the route that is asked for a token.'),
  username: z.string().describe('The name of the field for the user name.'),
  password: z.string().describe('The name of the field for the password.'),
  token: z
    .string()
    .default('token')
    .describe("`bearer` only: the answer's member that holds the token; members inside members with dots."),
  canary: path.describe(
    'A page that answers 200 to that account and refuses an anonymous visitor: shows that the scan was signed in.',
  ),
});
export type SignIn = z.infer<typeof signInSchema>;

const siteSchema = z.strictObject({
  spider: z
    .boolean()
    .default(false)
    .describe("Whether ZAP's spider follows the site's links, as an anonymous visitor."),
  signIn: signInSchema.optional().describe('How to sign in; without it only an anonymous visitor looks.'),
  pages: z
    .array(path)
    .min(1)
    .describe(
      'Fetched as an anonymous visitor, as the signed-in account, and with a foreign origin. Only with GET.',
    ),
});
export type SiteOptions = z.infer<typeof siteSchema>;

export const zapOptionsSchema = z.strictObject({
  sites: z
    .record(z.string(), siteSchema)
    .refine((sites) => Object.keys(sites).length > 0, 'at least one site, such as { web: { pages: ["/"] } }')
    .describe('By URL role (`web`, `api`).'),
  spider: z
    .strictObject({
      maxDepth: z.number().int().min(1).default(5).describe('How many links away from the first page.'),
      maxSeconds: z
        .number()
        .positive()
        .default(20)
        .describe('The spider is stopped after this long; what it found until then counts.'),
      exclude: z
        .array(z.string())
        .default([])
        .describe('Regular expressions of URLs that it must not follow.'),
    })
    .prefault({})
    .describe('How far the spider goes.'),
  rules: ruleChangesSchema,
});
export type ZapOptions = z.infer<typeof zapOptionsSchema>;
