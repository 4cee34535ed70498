import http from 'k6/http';
import colors from 'picocolors';

export default function () {
  console.log(colors.dim(String(http.get(__ENV['BASE_URL'] ?? '').status)));
}
