// The envelopes in what a client said, as the server finds them.
import type { SealedHeader } from '../../../src/protocol/envelope';

const ENVELOPE = /c8e1\.([\w-]+)\.[\w-]+/g;

export interface SealedText {
  content: string;
  header: SealedHeader;
}

export const envelopesOf = (text: string): SealedText[] =>
  [...text.matchAll(ENVELOPE)].map(([content, head = '']) => ({
    content,
    header: JSON.parse(Buffer.from(head, 'base64url').toString()),
  }));
