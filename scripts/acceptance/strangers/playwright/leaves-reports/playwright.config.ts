// Shows: where the bare tool leaves reports and output beside its tests, the harness leaves none.
export default { reporter: [['line'], ['html', { open: 'never' }]], use: { trace: 'on' } };
