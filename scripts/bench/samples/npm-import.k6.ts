import http from 'k6/http';
import { z } from 'zod';

export default function () {
  z.number().parse(http.get(__ENV['BASE_URL'] ?? '').status);
}
