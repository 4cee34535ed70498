// Shows: a shard that stays in the configuration leaves a part of the tests out.
export default { shard: { current: 1, total: 2 } };
