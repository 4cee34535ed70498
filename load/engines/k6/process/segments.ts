/**
 * The arguments that give each of N k6 processes its share of every scenario: `--execution-segment 0:1/4` and the sequence of
 * all (https://grafana.com/docs/k6/latest/using-k6/k6-options/reference/#execution-segment). None for a single process.
 */
export function segmentArgs(workers: number): readonly (readonly string[])[] {
  if (workers === 1) return [[]];
  const edges = Array.from({ length: workers + 1 }, (_, index) => edge(index, workers));
  return edges
    .slice(1)
    .map((until, index) => [
      '--execution-segment',
      `${edges[index] ?? '0'}:${until}`,
      '--execution-segment-sequence',
      edges.join(','),
    ]);
}

function edge(index: number, workers: number): string {
  if (index === 0) return '0';
  return index === workers ? '1' : `${index}/${workers}`;
}
