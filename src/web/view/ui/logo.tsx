// The logo of Chat8: two people, one above the other, that make an eight.
export const Logo = ({ kind = '' }: { kind?: string }) => (
  <svg class={`logo ${kind}`} viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="9" fill="#1f6a5c" />
    <g fill="none" stroke="#fff" stroke-width="2.8">
      <circle cx="16" cy="11" r="4.4" />
      <circle cx="16" cy="20.6" r="5.4" />
    </g>
  </svg>
);

/** Large and without a background, as decoration. */
export const Rings = () => (
  <svg class="card-rings" viewBox="0 0 32 32" aria-hidden="true">
    <g fill="none" stroke="#fff" stroke-width="2.4">
      <circle cx="16" cy="9" r="5.2" />
      <circle cx="16" cy="20.6" r="6.6" />
    </g>
  </svg>
);
