// Shows: the script gives up its iterations with fail(); k6's exit code is 0.
import http from 'k6/http';
import { fail } from 'k6';

export const options = { vus: 1, iterations: 2 };
export default function () {
  if (http.get(`${__ENV.BASE_URL}/status/500`).status !== 200) fail('no cart');
}
