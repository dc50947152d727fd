// Icons as paths of 24 by 24; they take the colour of the text, and say nothing by themselves.
const PATHS = {
  add: 'M12 5v14M5 12h14',
  back: 'M15 5l-7 7 7 7',
  check: 'M5 13l4 4L19 7',
  checks: 'M2 13l4 4 9-10M11 16l1 1 10-10',
  clip: 'M8 12l6-6a4 4 0 0 1 6 6l-8 8a6 6 0 0 1-8-8l7-7',
  clock: 'M12 7v5l3 3M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M12 4v12M6 11l6 6 6-6M5 20h14',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  gear: 'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M5.6 18.4l2.1-2.1M16.3 7.7l2.1-2.1',
  lock: 'M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3',
  microphone: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3M5 11a7 7 0 0 0 14 0M12 18v3',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  open: 'M6 11h12v9H6zM8 11V8a4 4 0 0 1 7-2.6',
  reply: 'M9 7l-5 5 5 5M4 12h10a6 6 0 0 1 6 6',
  send: 'M4 12l16-8-6 16-3-7z',
  smile: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8.5 10h.01M15.5 10h.01M8 14a5 5 0 0 0 8 0',
  stop: 'M7 7h10v10H7z',
  warn: 'M12 4l9 16H3zM12 10v4M12 17h.01',
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);

interface Props {
  icon: IconName;
  label: string;
  onClick: () => void;
  kind?: string;
  disabled?: boolean;
}

export const IconButton = ({ icon, label, onClick, kind = '', disabled = false }: Props) => (
  <button
    type="button"
    class={`icon-button ${kind}`}
    aria-label={label}
    title={label}
    onClick={onClick}
    disabled={disabled}
  >
    <Icon name={icon} />
  </button>
);
