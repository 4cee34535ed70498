import exec from 'k6/execution';

/**
 * Each flow as often as its share says, spread evenly over as many iterations as the shares sum to: no chance decides what a run
 * measures. Gives what the present iteration is to do.
 */
export function inTurns<Flow>(shares: readonly (readonly [Flow, number])[]): () => Flow {
  const turns = shares
    .flatMap(([flow, share]) =>
      Array.from({ length: share }, (_, index) => ({ flow, at: (index + 0.5) / share })),
    )
    .sort((a, b) => a.at - b.at)
    .map(({ flow }) => flow);
  return () => {
    const flow = turns[exec.scenario.iterationInTest % turns.length];
    if (flow === undefined) throw new Error('no flow has a share');
    return flow;
  };
}
