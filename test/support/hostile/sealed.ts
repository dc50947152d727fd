// The envelopes in what a client said, as the server finds them.
import type { SealedHeader } from '../../../src/protocol/envelope';

const ENVELOPE = /c8e1\.([\w-]+)\.[\w-]+/g;

export const sealedOf = (text: string): SealedHeader[] =>
  [...text.matchAll(ENVELOPE)].map(([, head = '']) =>
    JSON.parse(Buffer.from(head, 'base64url').toString()),
  );
