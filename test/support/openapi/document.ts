// The API document, read as its readers read it: operations, shapes, events, codes, samples.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const text = readFileSync(join(import.meta.dir, '../chat8-api.md'), 'utf8');

export type Shape = string | number | boolean | Shape[] | { [name: string]: Shape };

export interface DocumentedOperation {
  method: string;
  /** Parameters as `{}`: their names are the document's own. */
  path: string;
  request: Shape | undefined;
  response: Shape | undefined;
}

const blockAfter = (section: string, title: string): Shape | undefined => {
  const found = new RegExp(`\\*\\*${title}：\\*\\*\\s*\`\`\`json\\n([\\s\\S]*?)\`\`\``).exec(
    section,
  );
  return found?.[1] === undefined ? undefined : JSON.parse(found[1]);
};

const bareText = text.replaceAll('\r', '');

export const operations: DocumentedOperation[] = bareText.split(/^### /m).flatMap((section) => {
  const found = /^\*\*(GET|POST|PUT|DELETE)\*\* `([^`?]+)/m.exec(section);
  if (found === null) return [];
  const [, method = '', path = ''] = found;
  return {
    method: method.toLowerCase(),
    path: path.replace(/\{\w+\}/g, '{}'),
    request: blockAfter(section, '请求体'),
    response: blockAfter(section, '响应'),
  };
});

export const events: { type: string; data: Shape }[] = bareText.split(/^#### /m).flatMap((part) => {
  const type = /^\*\*类型\*\*: `(\w+)`/m.exec(part)?.[1];
  const block = /```json\n([\s\S]*?)```/.exec(part)?.[1];
  if (type === undefined || block === undefined || type === 'ping') return [];
  return { type, data: JSON.parse(block).data as Shape };
});

export const codes: string[] = [...bareText.matchAll(/^\| `(\w+)` +\|/gm)].map(
  ([, code = '']) => code,
);

/** A sample program, as it stands. */
export const sample = (language: 'javascript' | 'python'): string =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(bareText)?.[1] ?? '';
