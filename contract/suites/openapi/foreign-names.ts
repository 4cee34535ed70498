import { exampleOf, type Operation } from '../shared/operations.ts';

type Schema = Readonly<Record<string, unknown>>;
/** What a product is tempted to take as it comes: whose something is, who made it, and when. */
const INTERNAL = [
  ...['tenant', 'tenantId', 'owner', 'ownerId', 'user', 'userId', 'role', 'roles', 'isAdmin', 'admin'],
  ...['createdBy', 'updatedAt', 'deletedAt', 'objectKey', 'secret', 'passwordHash', 'sid', 'sub', 'key'],
];
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Every name of a field anywhere in the description, with those that are internal; each as a column would be called too. */
function namesIn(document: unknown): readonly string[] {
  const found = new Set(INTERNAL);
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { properties } = value as Schema;
    if (typeof properties === 'object' && properties !== null)
      for (const name of Object.keys(properties)) found.add(name);
    Object.values(value).forEach(look);
  };
  look(document);
  return [...new Set([...found].flatMap((name) => [name, snake(name)]))];
}

/**
 * For each place of an operation's body that names its fields, the body with every name besides put there, and the paths that
 * a refusal must name.
 */
export function unknownFields({ body }: Operation, document: unknown) {
  const names = namesIn(document);
  const bodies: { readonly json: unknown; readonly paths: readonly string[] }[] = [];
  const visit = (schema: Schema, example: unknown, path: string, whole: (part: unknown) => unknown): void => {
    if (schema['type'] === 'array') {
      const [first] = example as readonly unknown[];
      visit(schema['items'] as Schema, first, `${path}0.`, (part) => whole([part]));
    }
    if (schema['type'] !== 'object' || schema['properties'] === undefined) return;
    const properties = schema['properties'] as Readonly<Record<string, Schema>>;
    const foreign = names.filter((name) => !(name in properties));
    const more = Object.fromEntries(foreign.map((name) => [name, 'foreign']));
    const own = example as Schema;
    bodies.push({ json: whole({ ...own, ...more }), paths: foreign.map((name) => `${path}${name}`) });
    for (const [name, field] of Object.entries(properties))
      if (name in own) visit(field, own[name], `${path}${name}.`, (part) => whole({ ...own, [name]: part }));
  };
  if (body !== undefined) visit(body, exampleOf(body), '', (part) => part);
  return bodies;
}
