// Reads what the server says anywhere in the suite, on REST, on the socket and in its log, and
// fails where it says what nobody should read.

interface Rule {
  what: string;
  form: RegExp;
  /** Where it may be said: paths of answers. */
  except?: RegExp;
}

/** Files of the program: libraries name formats, and their authors. */
const PROGRAM = /^\/(assets|docs)\//;
const SIGN_IN = /^\/api\/v1\/auth\/(register|login|refresh)\b/;

/** In all that is said. The password of every person in the tests likes tea. */
const SECRETS: Rule[] = [
  { what: 'a password', form: /likes( |%20|\+)tea/ },
  {
    what: 'a hash',
    form: /\$argon2|"(auth_hash|kdf_salt|draft_hash|username_key|email_key)"/,
    except: PROGRAM,
  },
  { what: 'a token', form: /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{20,}/, except: SIGN_IN },
  { what: 'a refresh token', form: /"refresh_token":"|chat8_refresh=\w/, except: SIGN_IN },
  { what: 'a ticket', form: /"ticket":"/, except: /^\/api\/v1\/auth\/ws-ticket\b/ },
  {
    what: 'an e-mail address',
    form: /(@|%40)example\.(org|com)/i,
    except: /^\/api\/v1\/(auth\/(register|login)|user\/(profile|export))\b|^\/(assets|docs)\//,
  },
];

/** In what a refusal says; people may write of anything. */
const INSIDES: Rule[] = [
  { what: 'a path', form: /(\/tmp|\/home|\/root|\/work|\/usr|\$bunfs|~BUN)\// },
  {
    what: 'SQL',
    form: /SQLITE_|constraint failed|\b(SELECT|INSERT INTO|DELETE FROM) .+\b(FROM|VALUES|WHERE)\b/,
  },
  { what: 'a stack', form: /(\n|\\n) +at .+:\d+:\d+|"stack":/ },
];

export const findingsIn = (text: string, rules: Rule[], path = ''): string[] =>
  rules
    .filter(({ form, except }) => form.test(text) && !except?.test(path))
    .map(({ what }) => what);

const shown_chars_max = 500;

const mustBeClean = (where: string, text: string, findings: string[]) => {
  if (findings.length === 0) return;
  throw new Error(`${where} tells ${findings.join(', ')}: ${text.slice(0, shown_chars_max)}`);
};

/** Whose token it is: a person's own address is told to nobody else. */
const addresses = new Map<string, string>();

/** Bounded, for a text may be a megabyte of one letter. */
const ADDRESS = /[\w.+-]{1,64}@example\.(?:org|com)/g;

const learn = (path: string, body: string): void => {
  if (!SIGN_IN.test(path)) return;
  const [, token] = /"access_token":"([^"]+)"/.exec(body) ?? [];
  const [address] = body.match(ADDRESS) ?? [];
  if (token !== undefined && address !== undefined) addresses.set(token, address);
};

/** `token` is who asked; a `sent` body may hold the address that is the person's from now on. */
export const scanAnswer = (
  path: string,
  headers: Headers,
  body: string,
  { token = '', sent = '' } = {},
): void => {
  const isRefusal = body.startsWith('{"success":false');
  const said = `${[...headers].map((pair) => pair.join(': ')).join('\n')}\n${body}`;
  const rules = isRefusal ? [...SECRETS, ...INSIDES] : SECRETS;
  mustBeClean(`the answer of ${path}`, body, findingsIn(said, rules, path));
  learn(path, body);
  const [changed] = sent.match(ADDRESS) ?? [];
  if (!isRefusal && changed !== undefined && addresses.has(token)) addresses.set(token, changed);
  const own = addresses.get(token);
  if (own === undefined || SIGN_IN.test(path) || PROGRAM.test(path)) return;
  const others = (said.match(ADDRESS) ?? []).filter((address) => address !== own);
  mustBeClean(`the answer of ${path}`, body, others.length > 0 ? ['another’s address'] : []);
};

export const scanFrame = (text: string): void => {
  const rules = text.startsWith('{"type":"error"') ? [...SECRETS, ...INSIDES] : SECRETS;
  mustBeClean('a frame', text, findingsIn(text, rules));
};

/** The log may tell the operator of the inside. */
export const scanLog = (text: string): void =>
  mustBeClean('the log', text, findingsIn(text, SECRETS));

/** What a command says to the operator, who may read addresses. */
export const scanCommand = (text: string): void =>
  mustBeClean(
    'a command',
    text,
    findingsIn(text, SECRETS).filter((what) => what !== 'an e-mail address'),
  );

export const RULES = { SECRETS, INSIDES };
