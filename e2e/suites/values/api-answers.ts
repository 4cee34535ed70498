/** What the pages show of the API's answers, as its description has it. */
export interface List<T> {
  readonly items: readonly T[];
}

export interface Workflow {
  readonly id: string;
  readonly name: string;
  readonly steps: readonly string[];
  readonly createdBy: string;
  readonly createdAt: string;
}

export interface Run {
  readonly workflowId: string;
  readonly status: string;
  readonly progress: number;
  readonly result: {
    readonly steps: readonly { readonly durationMs: number }[];
    readonly digest: string;
  } | null;
  readonly failure: string | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
}

export interface Alert {
  readonly id: string;
  readonly severity: string;
  readonly title: string;
  readonly source: string;
  readonly status: 'open' | 'acknowledged' | 'resolved';
  readonly occurrences: number;
  readonly createdAt: string;
  readonly acknowledgedBy: string | null;
  readonly resolvedAt: string | null;
}

export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
  readonly createdBy: string;
  readonly createdAt: string;
}

export interface Notice {
  readonly id: string;
  readonly title: string;
  readonly link: string;
  readonly read: boolean;
  readonly createdAt: string;
}

export interface Overview {
  readonly users: readonly { readonly name: string; readonly email: string; readonly role: string }[];
}

export interface Baseline {
  readonly metrics: readonly {
    readonly label: string;
    readonly unit: string;
    readonly current: number;
    readonly baseline: number;
    readonly delta: number;
    readonly status: 'ok' | 'warn' | 'error';
    readonly series: readonly number[];
  }[];
}
