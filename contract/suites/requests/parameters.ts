import { z } from 'zod';

const parameter = z.looseObject({
  in: z.string(),
  name: z.string(),
  required: z.boolean().default(false),
  schema: z.record(z.string(), z.unknown()),
});
const described = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.looseObject({ parameters: z.array(parameter).default([]) })),
  ),
});

/** A parameter as the API describes it, and of which operation: `GET /workflows/{id}`. */
export type Parameter = z.infer<typeof parameter> & { readonly operation: string };

/** Every parameter that this description has. */
export function parametersOf(document: unknown): readonly Parameter[] {
  return Object.entries(described.parse(document).paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, one]) =>
      one.parameters.map((of) => ({ ...of, operation: `${method.toUpperCase()} ${path}` })),
    ),
  );
}
