// Shows: a script that throws while it is loaded.
import http from 'k6/http';
import { check } from 'k6';

export default function () {
  check(http.get(`${__ENV.BASE_URL}/healthz`), { healthy: (answer) => answer.status === 200 });
}
throw new Error('half written');
