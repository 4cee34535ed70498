/** What is asked of a load where the environment sets no `default.p95`. */
export const USUAL_P95_MS = 500;
/** The same for `errors.rate`: a share of all requests. */
export const USUAL_ERRORS = 0.01;
