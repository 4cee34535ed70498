import { z } from 'zod';

const said = (what: string) => z.string().regex(/\S/, 'must not be blank').describe(what);
const WEIGHTS = ['low', 'medium', 'high'] as const;

/** What may go wrong with a release though everything passes, and what is done about it. */
export const riskSchema = z.strictObject({
  id: said('What it is called by: `R-1`.'),
  title: said('What may happen, one sentence.'),
  likelihood: z.enum(WEIGHTS).describe('How likely it is.'),
  impact: z.enum(WEIGHTS).describe('How much it would hurt.'),
  state: z
    .enum(['open', 'mitigated', 'accepted'])
    .describe('`mitigated`: what is done about it is in place. `accepted`: nothing more is done.'),
  mitigation: said('What is done about it, or why it is accepted.'),
  owner: said('Who watches it.'),
  review: z.iso.date().describe('The day by which somebody looks at it again, `2026-10-31`.'),
});
export type Risk = z.infer<typeof riskSchema>;

/** How to get back to what ran before. */
export const rollbackPlanSchema = z.strictObject({
  plan: said('What is done, by whom, in which order; or where that stands.'),
  owner: said('Who decides that it is done, and leads it.'),
  minutes: z.number().positive().describe('How long it takes until the version before is back in all parts.'),
});

/** risks.json: the risks of releasing, and the way back. */
export const risksSchema = z.strictObject({
  rollback: rollbackPlanSchema.optional().describe('The rollback plan; without one nothing is a Go.'),
  risks: z
    .array(riskSchema)
    .superRefine((risks, context) => {
      const ids = risks.map(({ id }) => id);
      for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) < at)))
        context.addIssue({ code: 'custom', message: `${id} stands there twice` });
    })
    .describe('Every risk that somebody sees. An empty list says that somebody looked, and saw none.'),
});
export type Risks = z.infer<typeof risksSchema>;
