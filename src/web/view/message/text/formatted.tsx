// A text as its writer formatted it. Nothing in it is markup: each piece is text in an element of ours.
import type { Piece } from '../../../../protocol/formatting';

/** By the kind of a piece. */
export const TAGS = { bold: 'strong', italic: 'em', struck: 's' } as const;

/** Links are opened without a referrer. */
export const Formatted = ({ pieces }: { pieces: Piece[] }) => (
  <>
    {pieces.map((piece, at) => {
      const key = `${at}`;
      if (piece.kind === 'text') return piece.text;
      if ('pieces' in piece) {
        const Tag = TAGS[piece.kind];
        return (
          <Tag key={key}>
            <Formatted pieces={piece.pieces} />
          </Tag>
        );
      }
      if (piece.kind !== 'link') {
        return (
          <code key={key} class={piece.kind === 'block' ? 'code-block' : ''} dir="ltr">
            {piece.text}
          </code>
        );
      }
      return (
        // Its slashes and dots stay in their places in a text from right to left.
        <a key={key} href={piece.href} dir="ltr" target="_blank" rel="noopener noreferrer nofollow">
          {piece.text}
        </a>
      );
    })}
  </>
);
