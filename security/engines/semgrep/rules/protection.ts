import { either, type SastRule } from '../sast-rule.ts';

/** What should protect is weak, switched off or forgotten. */
export const PROTECTION: readonly SastRule[] = [
  {
    id: 'weak-hash',
    title: 'MD5 or SHA-1: whoever wants two texts of one digest can make them.',
    ...{ severity: 5, cwe: 328, owasp: 'A02:2021' },
    fix: 'use sha256; for passwords scrypt or argon2.',
    match: {
      patterns: [
        either('createHash($A, ...)', '$C.createHash($A, ...)', 'createHmac($A, ...)'),
        { 'metavariable-regex': { metavariable: '$A', regex: '^.(?i)(md4|md5|sha1|sha-1|ripemd160).$' } },
      ],
    },
    bad: ['createHash("md5").update(text);', 'crypto.createHash("SHA1");'],
    good: ['createHash("sha256").update(text);'],
  },
  {
    id: 'weak-cipher',
    title: 'A cipher that is broken, or hides no patterns.',
    ...{ severity: 7.5, cwe: 327, owasp: 'A02:2021' },
    fix: 'use aes-256-gcm with a nonce of its own for each message.',
    match: {
      patterns: [
        either('createCipheriv($A, ...)', '$C.createCipheriv($A, ...)', '$C.createCipher($A, ...)'),
        { 'metavariable-regex': { metavariable: '$A', regex: '^.(?i)(des|des3|rc4|rc2|bf|.*-ecb).*$' } },
      ],
    },
    bad: ['createCipheriv("aes-128-ecb", key, null);', 'crypto.createCipheriv("des-cbc", key, iv);'],
    good: ['createCipheriv("aes-256-gcm", key, nonce);'],
  },
  {
    id: 'guessable-secret',
    title: 'A secret is made with Math.random, which can be guessed.',
    ...{ severity: 7, cwe: 338, owasp: 'A02:2021' },
    fix: 'use randomBytes or randomUUID of node:crypto.',
    match: {
      patterns: [
        either(
          'const $NAME = <... Math.random() ...>',
          'let $NAME = <... Math.random() ...>',
          '{..., $NAME: <... Math.random() ...>, ...}',
          '$O.$NAME = <... Math.random() ...>',
        ),
        {
          'metavariable-regex': {
            metavariable: '$NAME',
            regex: '(?i).*(token|secret|password|nonce|session|csrf|apikey|salt).*',
          },
        },
      ],
    },
    bad: ['const token = Math.random().toString(36);'],
    good: ['const delay = Math.random() * 100;', 'const token = randomUUID();'],
  },
  {
    id: 'token-not-verified',
    title: 'A token is believed without its signature, or with none.',
    ...{ severity: 9, cwe: 347, owasp: 'A07:2021' },
    fix: 'verify it, with the algorithm and the issuer that you expect.',
    match: either(
      'jwt.verify($T, $K, {..., algorithms: [..., "none", ...], ...})',
      'jwtVerify($T, $K, {..., algorithms: [..., "none", ...], ...})',
      'jwt.decode(...)',
      'decodeJwt(...)',
      'UnsecuredJWT.decode(...)',
      'jwt.verify($T, $K, {..., ignoreExpiration: true, ...})',
    ),
    bad: [
      'const { sub } = jwt.decode(token);',
      'await jwtVerify(token, key, { algorithms: ["HS256", "none"] });',
    ],
    good: ['await jwtVerify(token, key, { algorithms: ["HS256"] });'],
  },
  {
    id: 'key-in-source',
    title: 'Tokens are signed with a key that stands in the source.',
    ...{ severity: 8.5, cwe: 321, owasp: 'A02:2021' },
    fix: 'read the key from the environment or a secret store.',
    match: either(
      'jwt.sign($P, "$KEY", ...)',
      'createHmac($A, "$KEY")',
      'new SignJWT(...).sign(new TextEncoder().encode("$KEY"))',
    ),
    bad: ['jwt.sign({ sub }, "a-secret");', 'createHmac("sha256", "a-secret").update(text);'],
    good: ['jwt.sign({ sub }, key);', 'createHmac("sha256", key).update(text);'],
  },
  {
    id: 'certificate-not-checked',
    title: 'Whose certificate it is, is not checked: anybody may listen.',
    ...{ severity: 7.5, cwe: 295, owasp: 'A02:2021' },
    fix: 'give the authority in `ca`.',
    match: either(
      '{..., rejectUnauthorized: false, ...}',
      'process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0"',
      '{..., checkServerIdentity: () => undefined, ...}',
    ),
    bad: ['connect({ host, rejectUnauthorized: false });'],
    good: ['connect({ host, ca });'],
  },
  {
    id: 'cookie-in-reach',
    title: 'A cookie is in reach of scripts or of plain HTTP.',
    ...{ severity: 5, cwe: 1004, owasp: 'A05:2021' },
    fix: 'set httpOnly, secure and sameSite.',
    match: either(
      '$R.setCookie($N, $V, {..., httpOnly: false, ...})',
      '$R.cookie($N, $V, {..., httpOnly: false, ...})',
      '$R.setCookie($N, $V)',
      '$R.setCookie($N, $V, {..., sameSite: "none", secure: false, ...})',
    ),
    bad: ['reply.setCookie("session", value, { httpOnly: false });', 'reply.setCookie("session", value);'],
    good: ['reply.setCookie("session", value, { httpOnly: true, secure: true, sameSite: "lax" });'],
  },
  {
    id: 'any-origin-with-credentials',
    title: 'Every origin may read answers with the credentials of whoever visits it.',
    ...{ severity: 7.5, cwe: 942, owasp: 'A05:2021' },
    fix: 'name the origins.',
    match: either(
      '{..., origin: true, ..., credentials: true, ...}',
      '{..., origin: "*", ..., credentials: true, ...}',
      '{..., credentials: true, ..., origin: true, ...}',
    ),
    bad: ['app.register(cors, { origin: true, credentials: true });'],
    good: ['app.register(cors, { origin: ["https://shop.test"], credentials: true });'],
  },
  {
    id: 'admin-route-open',
    title: 'A route of administrators has nothing that asks who is there.',
    ...{ severity: 8, cwe: 862, owasp: 'A01:2021' },
    fix: 'give it a hook that refuses others: `{ onRequest: onlyAdmins }`.',
    match: {
      patterns: [
        either(
          '$APP.$METHOD("$PATH", async ($R) => { ... })',
          '$APP.$METHOD("$PATH", async ($R, $A) => { ... })',
          '$APP.$METHOD("$PATH", ($R) => $X)',
          '$APP.$METHOD("$PATH", ($R, $A) => $X)',
          '$APP.$METHOD("$PATH", async ($R) => $X)',
          '$APP.$METHOD("$PATH", async ($R, $A) => $X)',
        ),
        { 'metavariable-regex': { metavariable: '$METHOD', regex: '^(get|post|put|patch|delete)$' } },
        { 'metavariable-regex': { metavariable: '$APP', regex: '^(app|server|fastify|router)$' } },
        { 'metavariable-regex': { metavariable: '$PATH', regex: '^/(.*/)?admin(/.*)?$' } },
      ],
    },
    bad: ['app.get("/admin/users", async (request) => users.all());'],
    good: [
      'app.get("/admin/users", { onRequest: onlyAdmins }, async (request) => users.all());',
      'app.get("/users", async (request) => mine());',
    ],
  },
  {
    id: 'tenant-from-request',
    title: 'Whose data it is, is taken from what the client sends.',
    ...{ severity: 8.5, cwe: 639, owasp: 'A01:2021' },
    fix: 'take the tenant from the verified token.',
    match: {
      patterns: [
        either(
          '$REQUEST.body.tenant_id',
          '$REQUEST.body.tenantId',
          '$REQUEST.query.tenant_id',
          '$REQUEST.query.tenantId',
          '$REQUEST.headers["x-tenant-id"]',
          '$REQUEST.body.tenant',
          '$REQUEST.query.tenant',
        ),
        { 'metavariable-regex': { metavariable: '$REQUEST', regex: '^(req|request)$' } },
      ],
    },
    bad: ['app.get("/x", (request) => rowsOf(request.query.tenantId));'],
    good: ['app.get("/x", (request) => rowsOf(request.user.tenantId));'],
  },
];
