import { z } from 'zod';

const jsonSchema = z.record(z.string(), z.unknown());
const mediaSchema = z.looseObject({
  schema: jsonSchema.optional(),
  example: z.unknown().optional(),
});
const referenceSchema = z.strictObject({ $ref: z.string() }).or(z.looseObject({}));

const parameterSchema = z.looseObject({
  name: z.string().optional(),
  in: z.string().optional(),
  required: z.boolean().optional(),
  example: z.unknown().optional(),
  examples: z.record(z.string(), z.looseObject({ value: z.unknown().optional() })).optional(),
  schema: jsonSchema.optional(),
  $ref: z.string().optional(),
});
export type Parameter = z.infer<typeof parameterSchema>;

const operationSchema = z.looseObject({
  parameters: z.array(parameterSchema).default([]),
  requestBody: z
    .looseObject({ required: z.boolean().optional(), content: z.record(z.string(), mediaSchema).optional() })
    .optional(),
  responses: z.record(z.string(), z.looseObject({ $ref: z.string().optional() })).default({}),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
});
export type Operation = z.infer<typeof operationSchema>;

export const answerSchema = z.looseObject({ content: z.record(z.string(), mediaSchema).optional() });

export const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const;

/** As much of a document of OpenAPI 3 as a first suite is made from. */
export const openApiSchema = z.looseObject({
  openapi: z.string().regex(/^3\./, 'OpenAPI 3 is read'),
  info: z.looseObject({ title: z.string() }),
  servers: z.array(z.looseObject({ url: z.string() })).default([]),
  security: operationSchema.shape.security,
  paths: z
    .record(
      z.string(),
      z.looseObject({
        parameters: z.array(parameterSchema).default([]),
        ...Object.fromEntries(METHODS.map((method) => [method, operationSchema.optional()])),
      }),
    )
    .default({}),
  components: z.record(z.string(), z.record(z.string(), referenceSchema)).optional(),
});
export type OpenApi = z.infer<typeof openApiSchema>;
