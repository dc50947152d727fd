// What is selected in a text is copied as it was written, with its marks.
const MARKS: Record<string, string> = { STRONG: '*', EM: '_', S: '~' };

const written = (node: Node): string => {
  if (!(node instanceof HTMLElement)) return node.textContent ?? '';
  const inside = [...node.childNodes].map(written).join('');
  if (node.classList.contains('code-block')) return `\n\`\`\`\n${inside}\n\`\`\`\n`;
  const mark = node.tagName === 'CODE' ? '`' : (MARKS[node.tagName] ?? '');
  return `${mark}${inside}${mark}`;
};

export const copyAsWritten = (event: ClipboardEvent & { currentTarget: HTMLElement }): void => {
  const selection = getSelection();
  if (selection === null || selection.rangeCount === 0) return;
  const range = selection.getRangeAt(0);
  // Of several messages the browser copies the words.
  if (!event.currentTarget.contains(range.commonAncestorContainer)) return;
  const parts = [...range.cloneContents().childNodes];
  event.clipboardData?.setData('text/plain', parts.map(written).join('').trim());
  event.preventDefault();
};
