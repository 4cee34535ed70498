import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Answer, clientOf, expectBody, expectRefusal, expectStatus } from '../shared/client.ts';
import { login, user } from '../shared/shapes.ts';
import { holdsInSequences, names, pick, step, which, who } from '../shared/sequences.ts';

const { apiUrl, tenant, accounts } = binding();
const PEOPLE = [accounts.user, accounts.admin] as const;
const anonymous = clientOf(apiUrl);

interface Session {
  readonly person: number;
  /** Every token of it, each good as long as the session is. */
  readonly tokens: string[];
  refreshToken: string;
  readonly used: string[];
  /** What this session shows of the person's name: of others it hears at its next refresh. */
  name: string;
  isOver: boolean;
}
interface Model {
  readonly sessions: Session[];
  /** Of each person, as everybody who signs in from now on sees it. */
  readonly names: string[];
}

/** Who signs in, with what is known of them. */
function signedIn(answer: Answer, person: number, names: readonly string[]) {
  const body = expectBody(answer, 200, login);
  expect(body.user).toMatchObject({
    email: pick(PEOPLE, person).username,
    name: names[person],
    tenant,
    role: person === 0 ? 'user' : 'admin',
  });
  expect(answer.headers.get('tenant'), `${answer.what}: tenant`).toBe(tenant);
  return body;
}
const enter = (person: number) => {
  const { username, password } = pick(PEOPLE, person);
  return anonymous.post('/auth/login', { email: username, password });
};

/** Each of its tokens, the first as much as the last. */
async function expectWorth({ tokens, isOver, person, name }: Session): Promise<void> {
  for (const token of new Set([tokens[0], tokens.at(-1)])) {
    const answer = await clientOf(apiUrl, token).get('/me');
    if (isOver) expectRefusal(answer, 401, 'UNAUTHENTICATED');
    else
      expect(expectBody(answer, 200, user), answer.what).toMatchObject({
        email: pick(PEOPLE, person).username,
        name,
      });
  }
}

const some = ({ sessions }: Model) => sessions.length > 0;
const on = ({ sessions }: Model) => sessions.filter(({ isOver }) => !isOver);
const anyOn = (model: Model) => on(model).length > 0;

const entering = who.map((person) =>
  step<Model>(`login(${person})`, async (model) => {
    const { token, refreshToken } = signedIn(await enter(person), person, model.names);
    const all = model.sessions.flatMap((one) => [...one.tokens, one.refreshToken, ...one.used]);
    expect(all, 'tokens that were given before').not.toContain(token);
    expect(all, 'tokens that were given before').not.toContain(refreshToken);
    const name = model.names[person] ?? '';
    model.sessions.push({ person, tokens: [token], refreshToken, used: [], name, isOver: false });
  }),
);

const looking = which.map((n) =>
  step<Model>(`me(${n})`, ({ sessions }) => expectWorth(pick(sessions, n)), some),
);

const refreshing = which.map((n) =>
  step<Model>(
    `refresh(${n})`,
    async ({ sessions, names }) => {
      const session = pick(sessions, n);
      const answer = await anonymous.post('/auth/refresh', { refreshToken: session.refreshToken });
      if (session.isOver) expectRefusal(answer, 401, 'UNAUTHENTICATED');
      else {
        const { token, refreshToken } = signedIn(answer, session.person, names);
        expect([...session.used, session.refreshToken], 'the next refresh token').not.toContain(refreshToken);
        session.used.push(session.refreshToken);
        session.refreshToken = refreshToken;
        session.tokens.push(token);
        session.name = names[session.person] ?? '';
      }
      await expectWorth(session);
    },
    some,
  ),
);

/** Somebody has a copy: the whole session ends, and no other. */
const stealing = fc.tuple(which, which).map(([n, m]) =>
  step<Model>(
    `refreshWithUsed(${n}, ${m})`,
    async (model) => {
      const session = pick(
        model.sessions.filter(({ used }) => used.length > 0),
        n,
      );
      const answer = await anonymous.post('/auth/refresh', { refreshToken: pick(session.used, m) });
      expectRefusal(answer, 401, 'UNAUTHENTICATED');
      session.isOver = true;
      for (const one of model.sessions) await expectWorth(one);
    },
    ({ sessions }) => sessions.some(({ used }) => used.length > 0),
  ),
);

const leaving = fc.tuple(which, which).map(([n, m]) =>
  step<Model>(
    `logout(${n}, ${m})`,
    async (model) => {
      const session = pick(on(model), n);
      const client = clientOf(apiUrl, pick(session.tokens, m));
      expectStatus(await client.post('/auth/logout'), 204);
      session.isOver = true;
      expectRefusal(await client.post('/auth/logout'), 401, 'UNAUTHENTICATED');
      for (const one of model.sessions) await expectWorth(one);
    },
    anyOn,
  ),
);

const renaming = fc.tuple(which, names).map(([n, name]) =>
  step<Model>(
    `rename(${n}, ${JSON.stringify(name)})`,
    async (model) => {
      const session = pick(on(model), n);
      const client = clientOf(apiUrl, session.tokens.at(-1));
      const answer = await client.patch('/me', { name });
      expect(expectBody(answer, 200, user), answer.what).toMatchObject({
        name,
        role: session.person === 0 ? 'user' : 'admin',
      });
      session.name = name;
      model.names[session.person] = name;
      for (const one of model.sessions) await expectWorth(one);
    },
    anyOn,
  ),
);

test('a session is worth what signing in, refreshing, signing out and theft have made of it, in every order @SEC-06/sessions @SEC-06/own-account', async () => {
  await holdsInSequences<Model>(
    async () => {
      const known = await Promise.all(
        [0, 1].map(async (person) => expectBody(await enter(person), 200, login).user.name),
      );
      return { sessions: [], names: known };
    },
    [entering, entering, looking, refreshing, refreshing, stealing, leaving, renaming],
    { sequences: 8, steps: 25 },
  );
}, 60_000);
