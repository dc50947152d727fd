import { encode } from 'uqr';

interface Props {
  text: string;
  label: string;
  /** As wide as there is room: for a camera across the table. */
  kind?: '' | 'across';
}

/** A QR code (ISO/IEC 18004) as one path. */
export const Qr = ({ text, label, kind = '' }: Props) => {
  const { data, size } = encode(text, { border: 2 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <svg class={`qr ${kind}`} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
};
