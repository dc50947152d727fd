// A voice message as bars; those that were played are drawn otherwise.
export const Waveform = ({ levels, part }: { levels: number[]; part: number }) => (
  <svg
    class="waveform"
    viewBox={`0 0 ${levels.length * 4} 32`}
    preserveAspectRatio="none"
    aria-hidden
  >
    {levels.map((level, at) => {
      const height = Math.max(3, level * 30);
      const isPast = at / levels.length < part;
      return (
        <rect
          key={`${at}`}
          class={isPast ? 'past' : ''}
          x={at * 4 + 0.75}
          y={16 - height / 2}
          width="2.5"
          height={height}
          rx="1.25"
        />
      );
    })}
  </svg>
);
