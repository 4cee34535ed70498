// Shows: a script that imports nothing; it sends nothing either, so there is no telling of the target.
export const options = { vus: 1, iterations: 2 };
export default function () {
  if (__ITER > 5) throw new Error('never');
}
