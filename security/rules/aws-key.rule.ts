import { hasText } from './exchange.ts';
import { decodeEntities } from './html.ts';
import { defineRule } from './rule.ts';

/** A key id in a presigned URL is meant to be seen; AWS's own documentation ends its sample keys in EXAMPLE. */
const KEY_ID =
  /(?<!(?:X-Amz-Credential|AWSAccessKeyId)=)\b(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE)[A-Z2-7]{16}\b/i;
const SECRET = /(?:aws_?secret_?access_?key|secretAccessKey)["']?\s*[:=]\s*["']?[A-Za-z0-9+/]{40}\b/i;

export default defineRule({
  name: 'aws-key',
  proves: ['SEC-08/leaks'],
  needs: 'an answer with text',
  applies: hasText,
  problems(exchange) {
    const text = decodeEntities(exchange.responseBody);
    const fix =
      'Disable the key now, give the server a role instead, and remove the key from what it may send.';
    if (SECRET.test(text)) {
      const title = 'The answer holds an AWS secret access key';
      return [{ variant: 'secret', severity: 9.8, cwe: 522, title, fix }];
    }
    if (!KEY_ID.test(text)) return [];
    return [{ variant: 'id', severity: 7.5, cwe: 522, title: 'The answer holds an AWS access key id', fix }];
  },
});
