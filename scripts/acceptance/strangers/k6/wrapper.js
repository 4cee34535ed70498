// Shows: a script that only re-exports another one.
export { default, options } from './passes.js';
