import { either, fromRequestTo, type SastRule } from '../sast-rule.ts';

/** What somebody sends becomes code, markup, a path or an address. */
export const INJECTION: readonly SastRule[] = [
  {
    id: 'sql-from-request',
    title: 'What a request holds becomes part of an SQL statement.',
    ...{ severity: 9.5, cwe: 89, owasp: 'A03:2021' },
    fix: 'hand it over as a parameter: `query("… WHERE id = $1", [id])`.',
    match: fromRequestTo('$DB.query($SINK, ...)', '$DB.raw($SINK, ...)', '$DB.unsafe($SINK, ...)'),
    bad: [
      'app.get("/x", async (request) => pool.query(`SELECT * FROM t WHERE id = ${request.params.id}`));',
      'app.get("/x", async (req) => { const order = req.query.order; return db.query("SELECT 1 ORDER BY " + order); });',
    ],
    good: [
      'app.get("/x", async (request) => pool.query("SELECT * FROM t WHERE id = $1", [request.params.id]));',
    ],
  },
  {
    id: 'command-from-value',
    title: 'A shell runs a command line that is put together.',
    ...{ severity: 9, cwe: 78, owasp: 'A03:2021' },
    fix: 'use execFile or spawn, with the arguments as a list and no shell.',
    match: {
      patterns: [
        either(
          'exec($COMMAND, ...)',
          'execSync($COMMAND, ...)',
          '$CP.exec($COMMAND, ...)',
          '$CP.execSync($COMMAND, ...)',
          'spawn($COMMAND, ..., {..., shell: true, ...})',
        ),
        { 'metavariable-pattern': { metavariable: '$COMMAND', ...either('`...${$X}...`', '$A + $B') } },
        { 'pattern-not': '$REGEX.exec("..." + "...")' },
      ],
    },
    bad: [
      'import { exec } from "node:child_process";\nexec(`ls ${name}`);',
      'child_process.execSync("ls " + name);',
    ],
    good: ['import { execFile } from "node:child_process";\nexecFile("ls", [name]);', 'exec("ls -l");'],
  },
  {
    id: 'code-from-text',
    title: 'Text is run as code.',
    ...{ severity: 8.5, cwe: 95, owasp: 'A03:2021' },
    fix: 'parse it as data; what must be code stands in a file.',
    match: {
      patterns: [
        either('eval($X)', 'new Function(..., $X)'),
        {
          'metavariable-pattern': {
            metavariable: '$X',
            ...either('`...${$Y}...`', '$A + $B', '$REQUEST.body.$P', '$REQUEST.query.$P'),
          },
        },
      ],
    },
    bad: ['eval(`(${text})`);', 'const run = new Function("a", "return " + text);'],
    good: ['JSON.parse(text);', 'setTimeout(() => tick(), 5);'],
  },
  {
    id: 'markup-from-value',
    title: 'A value becomes markup as it is.',
    ...{ severity: 7.5, cwe: 79, owasp: 'A03:2021' },
    fix: 'set textContent, or let a template escape it.',
    match: {
      patterns: [
        either(
          '$E.innerHTML = $X',
          '$E.outerHTML = $X',
          '$E.insertAdjacentHTML($W, $X)',
          'document.write($X)',
          '<$T dangerouslySetInnerHTML={{__html: $X}} />',
        ),
        { 'pattern-not': '$E.innerHTML = "..."' },
        { 'pattern-not': '$E.outerHTML = "..."' },
        { 'pattern-not': '$E.insertAdjacentHTML($W, "...")' },
        { 'pattern-not': 'document.write("...")' },
      ],
    },
    bad: ['list.innerHTML = `<li>${name}</li>`;', 'document.write(name);'],
    good: ['list.textContent = name;', 'list.innerHTML = "";'],
  },
  {
    id: 'markup-from-request',
    title: 'What a request holds is sent back as markup.',
    ...{ severity: 8, cwe: 79, owasp: 'A03:2021' },
    fix: 'let a template escape it.',
    match: fromRequestTo(
      '$R.type("text/html").send($SINK)',
      '$R.type("text/html; charset=utf-8").send($SINK)',
      '$R.header("content-type", "text/html").send($SINK)',
    ),
    bad: ['app.get("/x", (request, reply) => reply.type("text/html").send(`<p>${request.query.q}</p>`));'],
    good: ['app.get("/x", (request, reply) => reply.send({ q: request.query.q }));'],
  },
  {
    id: 'address-from-request',
    title: 'The server asks an address that a request holds.',
    ...{ severity: 8, cwe: 918, owasp: 'A10:2021' },
    fix: 'ask hosts of a list only, follow no redirect, and look at the address that the name resolves to.',
    match: fromRequestTo(
      'fetch($SINK, ...)',
      'http.request($SINK, ...)',
      'https.request($SINK, ...)',
      'http.get($SINK, ...)',
      'https.get($SINK, ...)',
      'axios.$M($SINK, ...)',
    ),
    bad: [
      'app.post("/x", async (request) => fetch(request.body.url));',
      'app.get("/x", (req) => { const { url } = req.query; return https.get(url); });',
    ],
    good: ['app.post("/x", async (request) => fetch("https://api.test/x", { body: request.body }));'],
  },
  {
    id: 'path-from-request',
    title: 'The path of a file comes from a request.',
    ...{ severity: 8, cwe: 22, owasp: 'A01:2021' },
    fix: 'look the file up by an identifier; or resolve the path and see that it lies in its folder.',
    match: fromRequestTo(
      'readFile($SINK, ...)',
      'readFileSync($SINK, ...)',
      '$FS.readFile($SINK, ...)',
      '$FS.readFileSync($SINK, ...)',
      'createReadStream($SINK, ...)',
      '$FS.createReadStream($SINK, ...)',
      '$FS.unlink($SINK, ...)',
      '$FS.writeFile($SINK, ...)',
      '$R.sendFile($SINK, ...)',
    ),
    bad: [
      'app.get("/x", (request, reply) => reply.send(createReadStream(join(folder, request.params.name))));',
    ],
    good: ['app.get("/x", (request, reply) => reply.send(createReadStream(join(folder, "logo.png"))));'],
  },
  {
    id: 'redirect-from-request',
    title: 'A redirect leads where a request says.',
    ...{ severity: 6, cwe: 601, owasp: 'A01:2021' },
    fix: 'lead to paths of a list, or to those that begin with one slash.',
    match: {
      ...fromRequestTo(),
      'pattern-sinks': [
        {
          patterns: [
            either('$R.redirect($SINK, ...)', '$R.redirect($S, $SINK)', '$R.header("location", $SINK)'),
            { 'focus-metavariable': '$SINK' },
            // A path that begins with a name of ours stays with us.
            { 'metavariable-regex': { metavariable: '$SINK', regex: '^(?!`/[a-z])' } },
          ],
        },
      ],
    },
    bad: [
      'app.get("/x", (request, reply) => reply.redirect(request.query.back));',
      'app.get("/x", (request, reply) => reply.header("location", `//${request.query.host}/`));',
    ],
    good: [
      'app.get("/x", (request, reply) => reply.redirect("/login"));',
      'app.get("/x", (request, reply) => reply.header("location", `/things/${request.params.id}`));',
    ],
  },
  {
    id: 'pattern-from-request',
    title: 'A regular expression comes from a request.',
    ...{ severity: 5.5, cwe: 1333, owasp: 'A03:2021' },
    fix: 'compare text with text, or escape it first.',
    match: fromRequestTo('new RegExp($SINK, ...)'),
    bad: ['app.get("/x", (request) => new RegExp(request.query.q).test(text));'],
    good: ['app.get("/x", (request) => text.includes(request.query.q));'],
  },
  {
    id: 'stored-from-request',
    title: 'Every field of a request is stored, also those that nobody may set.',
    ...{ severity: 6.5, cwe: 915, owasp: 'A08:2021' },
    fix: 'take the fields that may be set, one by one.',
    match: {
      patterns: [
        either(
          '$DB.insert({..., ...$REQUEST.body, ...})',
          '$DB.update({..., ...$REQUEST.body, ...})',
          '$DB.create({..., ...$REQUEST.body, ...})',
          '$DB.insert($REQUEST.body)',
          '$DB.create($REQUEST.body)',
          'Object.assign($ENTITY, $REQUEST.body)',
        ),
        { 'metavariable-regex': { metavariable: '$REQUEST', regex: '^(req|request)$' } },
      ],
    },
    bad: [
      'app.post("/x", (request) => users.insert({ id: 1, ...request.body }));',
      'app.put("/x", (req) => { Object.assign(user, req.body); });',
    ],
    good: ['app.post("/x", (request) => users.insert({ name: request.body.name }));'],
  },
  {
    id: 'prototype-from-key',
    title: 'A key from outside may be `__proto__`, and change every object.',
    ...{ severity: 6.5, cwe: 1321, owasp: 'A08:2021' },
    fix: 'use a Map, or an object without a prototype; or leave out `__proto__`, `constructor` and `prototype`.',
    match: {
      patterns: [
        { 'pattern-inside': 'for (const $KEY in $FROM) { ... }' },
        either(
          '$TO[$KEY] = merge($TO[$KEY], $FROM[$KEY])',
          '$TO[$KEY] = $FROM[$KEY]',
          '$MERGE($TO[$KEY], $FROM[$KEY])',
        ),
        {
          'pattern-not-inside': 'for (const $KEY in $FROM) { ... if (<... "__proto__" ...>) continue; ... }',
        },
      ],
    },
    bad: ['function merge(a, b) { for (const key in b) { a[key] = b[key]; } return a; }'],
    good: [
      'const merged = { ...a, ...b };',
      'function merge(a, b) { for (const key in b) { if (key === "__proto__") continue; a[key] = b[key]; } }',
    ],
  },
];
