import type { Row } from '../csv-rows.ts';

/** What requests are told apart by; empty where the script sets no such tag. */
export interface EndpointName {
  readonly service: string;
  readonly module: string;
  readonly method: string;
  readonly name: string;
}

/** With its key by name, so that a sample costs no new text. */
export interface Endpoint {
  readonly key: string;
  readonly name: EndpointName;
}

/** Of whatever has these fields; sorts by name. */
export function endpointOf({ service, module, method, name }: EndpointName): Endpoint {
  return { key: `${service}\n${module}\n${name}\n${method}`, name: { service, module, method, name } };
}

const OTHERS = endpointOf({ service: '', module: '', method: '', name: '(others)' });

/** Tells the endpoints of samples apart. Beyond the limit they are all `(others)`: a script may make names without end. */
export class Endpoints {
  readonly #known = new Map<string, Endpoint>();
  readonly #byTags = new WeakMap<object, Endpoint>();
  readonly #atMost: number;

  constructor(atMost = 100) {
    this.#atMost = atMost;
  }

  of(row: Row): Endpoint {
    if (row.tags === undefined) return this.#find(row);
    const known = this.#byTags.get(row.tags);
    if (known !== undefined) return known;
    const found = this.#find(row);
    this.#byTags.set(row.tags, found);
    return found;
  }

  #find(row: Row): Endpoint {
    const endpoint = endpointOf({
      service: row.tag('service'),
      module: row.tag('module'),
      method: row.tag('method'),
      name: row.tag('name') || row.tag('url'),
    });
    const known = this.#known.get(endpoint.key);
    if (known !== undefined) return known;
    if (this.#known.size >= this.#atMost) return OTHERS;
    this.#known.set(endpoint.key, endpoint);
    return endpoint;
  }
}
