// Reads what the server says anywhere in the suite, on REST, on the socket and in its log, and
// fails where it says what nobody should read.

interface Rule {
  what: string;
  form: RegExp;
  /** Where it may be said: paths of answers. */
  except?: RegExp;
}

const SIGN_IN = /^\/api\/v1\/auth\/(register|login|refresh)\b/;

/** In all that is said. The password of every person in the tests likes tea. */
const SECRETS: Rule[] = [
  { what: 'a password', form: /likes tea/ },
  { what: 'a hash', form: /\$argon2|"(auth_hash|kdf_salt|draft_hash|username_key|email_key)"/ },
  { what: 'a token', form: /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{20,}/, except: SIGN_IN },
  { what: 'a refresh token', form: /"refresh_token"|chat8_refresh=\w/, except: SIGN_IN },
  {
    what: 'an e-mail address',
    form: /@example\.(org|com)/,
    except: /^\/api\/v1\/(auth\/(register|login)|user\/(profile|export))\b/,
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

const mustBeClean = (where: string, text: string, findings: string[]) => {
  if (findings.length > 0) throw new Error(`${where} tells ${findings.join(', ')}: ${text}`);
};

export const scanAnswer = (path: string, headers: Headers, body: string): void => {
  const isRefusal = body.startsWith('{"success":false');
  const said = `${[...headers].map((pair) => pair.join(': ')).join('\n')}\n${body}`;
  const rules = isRefusal ? [...SECRETS, ...INSIDES] : SECRETS;
  mustBeClean(`the answer of ${path}`, body, findingsIn(said, rules, path));
};

export const scanFrame = (text: string): void => {
  const rules = text.startsWith('{"type":"error"') ? [...SECRETS, ...INSIDES] : SECRETS;
  mustBeClean('a frame', text, findingsIn(text, rules));
};

/** The log may tell the operator of the inside. */
export const scanLog = (text: string): void =>
  mustBeClean('the log', text, findingsIn(text, SECRETS));

export const RULES = { SECRETS, INSIDES };
