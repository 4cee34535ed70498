import pg from 'pg';
import { PRODUCT } from './product.ts';

export type Row = Readonly<Record<string, unknown>>;
/** What a statement did: its rows and how many it touched, or the SQLSTATE and the words that it was refused with. */
export type Tried =
  | { readonly rows: readonly Row[]; readonly count: number; readonly refused?: never }
  | { readonly refused: string; readonly why: string };

/** What Postgres says of a privilege or policy that is missing. */
export const FORBIDDEN = '42501';
/** Of a foreign key that finds nothing. */
export const NOTHING_THERE = '23503';

export const quote = (value: string | null): string => (value === null ? 'null' : pg.escapeLiteral(value));
export const name = (identifier: string): string => pg.escapeIdentifier(identifier);

/** Makes the rest of the transaction a tenant's; an empty one makes it nobody's. */
export const become = (tenantId: string): string =>
  `select set_config(${quote(PRODUCT.setting)}, ${quote(tenantId)}, true)`;

/** One connection, in one transaction that is rolled back whatever happens: when it closes, and when this process is killed. */
export class Session {
  readonly #client: pg.Client;
  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async open(url: string): Promise<Session> {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
    // What ends the connection is told by the next statement.
    client.on('error', () => undefined);
    await client.connect();
    await client.query('begin');
    return new Session(client);
  }

  /** Does it for the rest of the transaction; throws what Postgres says. */
  async do(sql: string): Promise<readonly Row[]> {
    const results: unknown = await this.#client.query<Row>(sql);
    return lastOf(results).rows;
  }

  /** Does these one after another, tells of the last one, and takes all of them back. */
  async try(...statements: readonly string[]): Promise<Tried> {
    try {
      const sql = ['savepoint tried', ...statements, 'rollback to savepoint tried'].join(';\n');
      const results = (await this.#client.query(sql)) as unknown as readonly pg.QueryResult<Row>[];
      const { rows, rowCount } = results.at(-2) as pg.QueryResult<Row>;
      return { rows, count: rowCount ?? 0 };
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      await this.#client.query('rollback to savepoint tried');
      return { refused: error.code ?? '', why: error.message };
    }
  }

  /** What is done meanwhile is taken back. */
  async within<T>(savepoint: string, work: () => Promise<T>): Promise<T> {
    await this.do(`savepoint ${savepoint}`);
    try {
      return await work();
    } finally {
      await this.do(`rollback to savepoint ${savepoint}`);
    }
  }

  async close(): Promise<void> {
    await this.#client.query('rollback').catch(() => undefined);
    await this.#client.end();
  }
}

function lastOf(results: unknown): pg.QueryResult<Row> {
  const all = (Array.isArray(results) ? results : [results]) as readonly pg.QueryResult<Row>[];
  return all.at(-1) as pg.QueryResult<Row>;
}
