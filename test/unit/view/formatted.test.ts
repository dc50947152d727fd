// A text as its writer formatted it, on the screen and in an export.
import { expect, test } from 'bun:test';
import { piecesOf } from '../../../src/protocol/formatting';
import { formatted } from '../../../src/web/view/exports/markup';
import { Formatted } from '../../../src/web/view/message/text/formatted';

interface Element {
  type: unknown;
  props: { children?: unknown; dir?: string; href?: string };
}

const elementsIn = (node: unknown): Element[] => {
  if (Array.isArray(node)) return node.flatMap(elementsIn);
  if (typeof node !== 'object' || node === null) return [];
  const element = node as Element;
  return [element, ...elementsIn(element.props.children)];
};

test('a link keeps its slashes and dots in their places in a text from right to left', () => {
  const text = 'انظر https://chat.example/a/ الآن';
  const links = elementsIn(Formatted({ pieces: piecesOf(text) })).filter(
    ({ type }) => type === 'a',
  );
  expect(links.map(({ props }) => [props.href, props.dir])).toEqual([
    ['https://chat.example/a/', 'ltr'],
  ]);
  expect(formatted(text)).toContain('<a href="https://chat.example/a/" dir="ltr"');
});
