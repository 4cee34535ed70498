import { z } from 'zod';
import { editSchema } from '../../kernel/defect.ts';

/** What `detect` asks of one of its runs. */
export const plantedRequestSchema = z.strictObject({
  detection: z.string(),
  /** None in a clean run. `edits`: it is one of the target's source. */
  defect: z
    .strictObject({ id: z.string(), title: z.string(), edits: z.array(editSchema).exactOptional() })
    .optional(),
  environment: z.string(),
  suites: z.array(z.string()).min(1),
  /** Where to write the result. */
  result: z.string(),
  /** What repeats it. */
  command: z.string(),
});
export type PlantedRequest = z.infer<typeof plantedRequestSchema>;
