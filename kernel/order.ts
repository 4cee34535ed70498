/** One step of something that happens in order, such as a run. */
export interface Task<State, Given = unknown> {
  /** For whoever reads the list. */
  readonly title: string;
  /** Does it. The fields of what it gives are there for every task after it. */
  readonly setup?: (state: State) => Given | Promise<Given>;
  /** Ends it once the tasks after it are over, however they ended. Not called where `setup` threw. */
  readonly teardown?: (state: State & Fields<Given>) => unknown;
}

/** Of a task that gives nothing: none. */
type Fields<Given> = Given extends object ? Given : unknown;

/** As it is kept. That it finds what it needs was checked when it was added. */
interface Kept extends Task<never> {
  readonly inner?: { readonly titles: readonly string[] };
}

/**
 * Tasks, one after another, each with what those before it gave; then their teardowns, the last one first. The compiler refuses
 * a task that stands before what it needs. Adding one makes a new order.
 */
export class Order<From, To = From> {
  readonly #tasks: readonly Kept[];

  constructor(tasks: readonly Kept[] = []) {
    this.#tasks = tasks;
  }

  next<Given>(task: Task<To, Given>): Order<From, To & Fields<Given>> {
    return new Order([...this.#tasks, task]);
  }

  /** The tasks of another order, as if they stood here. */
  nextAll<Given>(other: Order<To, Given>): Order<From, To & Given> {
    return new Order([...this.#tasks, ...other.#tasks]);
  }

  /** Tasks that are torn down before any other begins. What they give stays among them. */
  within(title: string, list: (order: Order<To>) => Order<To, unknown>): Order<From, To> {
    const inner = list(new Order());
    const setup = async (state: To) => void (await inner.run(state));
    return new Order([...this.#tasks, { title, setup, inner }]);
  }

  /** Rejects with what was thrown, when everything was torn down. */
  readonly run = (from: From): Promise<To> => runAll(this.#tasks, from) as Promise<To>;

  /** Of all tasks in order; those within another stand below it, two spaces in. */
  get titles(): readonly string[] {
    return this.#tasks.flatMap(({ title, inner }) => [
      title,
      ...(inner?.titles ?? []).map((one) => `  ${one}`),
    ]);
  }
}

async function runAll([task, ...others]: readonly Kept[], state: unknown): Promise<unknown> {
  if (task === undefined) return state;
  const given = { ...(state as object), ...((await task.setup?.(state as never)) as object | undefined) };
  try {
    return await runAll(others, given);
  } finally {
    await task.teardown?.(given as never);
  }
}
