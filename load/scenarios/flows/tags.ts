export type Service = 'api' | 'web' | 'worker' | 'collector' | 'setup';

/** What every request is tagged with: its module, its endpoint (ids left out, as `name`), and what kind of work it is. */
export interface Labels {
  readonly module: string;
  readonly endpoint: string;
  readonly kind: 'read' | 'write' | 'page' | 'transfer' | 'stream' | 'delivery' | 'burst' | 'look' | 'setup';
}

/** One scheme for all loads: reports and baselines group by `service` and `module`, and name endpoints by `name`. */
export function tagsOf(service: Service, { module, endpoint, kind }: Labels): Record<string, string> {
  return { service, module, kind, name: endpoint };
}

/** Of what is asked before a load or for it, and measured by none of its limits. */
export function setupTags(module: string, endpoint: string): Record<string, string> {
  return tagsOf('setup', { module, endpoint, kind: 'setup' });
}
