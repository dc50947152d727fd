// Which requests and events the client's own code knows: read out of its sources, so that a new one
// is missed where lives are recorded.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Glob } from 'bun';
import ts from 'typescript-5';

const model = join(import.meta.dir, '../../../src/web/model');

/** The ways to ask, and the method of each that has one of its own. */
const ASKS: Record<string, string | undefined> = {
  ...{ get: 'GET', download: 'GET', post: 'POST', upload: 'POST', put: 'PUT', remove: 'DELETE' },
  ask: undefined,
  once: undefined,
  fetch: undefined,
};

/** `path` has `:x` for what is filled in, `names` are the query's, as far as they are spelled out. */
export interface ClientRequest {
  method: string;
  path: string;
  names: string[];
}

/** What a text, or a template, can be: `:x` for what is filled in. */
const textsOf = (node: ts.Expression, scope: Map<string, ts.Expression>): string[] => {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isIdentifier(node)) {
    const found = scope.get(node.text);
    return found ? textsOf(found, scope) : [];
  }
  if (ts.isConditionalExpression(node)) {
    return [...textsOf(node.whenTrue, scope), ...textsOf(node.whenFalse, scope)];
  }
  if (!ts.isTemplateExpression(node)) return [];
  return node.templateSpans.reduce(
    (heads, { expression, literal }) => {
      const inner = ts.isConditionalExpression(expression) ? textsOf(expression, scope) : [];
      const filled = inner.length > 0 ? inner : [':x'];
      return heads.flatMap((head) => filled.map((each) => `${head}${each}${literal.text}`));
    },
    [node.head.text],
  );
};

const requestOf = (method: string, text: string): ClientRequest => {
  const [path = '', query = ''] = text.replace('/api/v1', '').split('?');
  const names = [...new URLSearchParams(query).keys()].filter((name) => name !== ':x');
  return { method, path, names };
};

/** Each constant of a file, by its name. */
const constantsIn = (file: ts.SourceFile): Map<string, ts.Expression> => {
  const found = new Map<string, ts.Expression>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      found.set(`${node.name.text}`, node.initializer);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
};

const callsIn = (file: ts.SourceFile): ClientRequest[] => {
  const scope = constantsIn(file);
  const found: ClientRequest[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const name = ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : '';
      const called = ts.isIdentifier(node.expression) ? node.expression.text : name;
      const [first, second] = node.arguments;
      const isAsk = called in ASKS || ts.isCallExpression(node.expression);
      const own = ASKS[called];
      const texts = first && isAsk ? textsOf(first, scope) : [];
      const paths = own ? texts : second && isAsk ? textsOf(second, scope) : [];
      const methods = own ? [own] : texts;
      const direct = called === 'fetch' ? texts.filter((text) => text.startsWith('/api/v1/')) : [];
      for (const path of direct) found.push(requestOf('POST', path));
      for (const path of paths.filter((each) => each.startsWith('/') && !each.startsWith('/api')))
        for (const method of methods) found.push(requestOf(method, path));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
};

const fileOf = (path: string): ts.SourceFile =>
  ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);

export const clientRequests = (): ClientRequest[] =>
  [...new Glob('**/*.ts').scanSync(model)].flatMap((name) => callsIn(fileOf(join(model, name))));

/** The types of frames that `sync` and the calls tell apart. */
export const clientEvents = (): string[] => {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCaseClause(node) && ts.isStringLiteral(node.expression)) {
      found.push(node.expression.text);
    }
    ts.forEachChild(node, visit);
  };
  for (const name of ['sync.ts', 'calls/call-client.ts']) visit(fileOf(join(model, name)));
  return found;
};
