// Icons as 24 × 24 paths in the colour of the text; screen readers skip them.
const PATHS = {
  add: 'M12 5v14M5 12h14',
  again: 'M5 12a7 7 0 1 1 2.200 5.100M5 18.500v-4.300h4.300',
  gallery: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z',
  ban: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M5.6 5.6l12.8 12.8',
  bell: 'M6 16v-5a6 6 0 0 1 12 0v5l1.500 2h-15zM10 20.500a2 2 0 0 0 4 0',
  bellOff: 'M4 4l16 16M9 5.800A6 6 0 0 1 18 11v4M6 9.800V16l-1.500 2H16M10 20.500a2 2 0 0 0 4 0',
  box: 'M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8',
  cloud: 'M4 4l16 16M9 6.5A6 6 0 0 1 17.5 11 4 4 0 0 1 19 18.4M16 19H7.5A4.5 4.5 0 0 1 6.5 10',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6',
  globe: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M3 12h18M12 3a14 14 0 0 1 0 18M12 3a14 14 0 0 0 0 18',
  hide: 'M4 4l16 16M10 6a9 9 0 0 1 2-.3c6 0 9.5 6.3 9.5 6.3a16 16 0 0 1-3 3.6M6.5 7.5C4 9.3 2.5 12 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4-1M10 10a3 3 0 0 0 4 4',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v5M12 8h.01',
  key: 'M9 18a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 11l8-8M16 7l3 3',
  keyboard: 'M3 7h18v11H3zM7 11h.01M11 11h.01M15 11h.01M8 15h8',
  laptop: 'M5 5h14v10H5zM2.5 19h19',
  leave: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9',
  moon: 'M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10',
  next: 'M9 5l7 7-7 7',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21a8 8 0 0 1 16 0',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M15.5 15.5L20 20',
  share: 'M12 15V4M8 8l4-4 4 4M5 13v7h14v-7',
  shield: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM8.5 12l2.5 2.5 4.5-5',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.400 1.400M17.3 17.3l1.400 1.400M5.3 18.700l1.400-1.400M17.3 6.700l1.400-1.400',
  back: 'M15 5l-7 7 7 7',
  below: 'M6 9l6 6 6-6',
  bin: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  phone:
    'M5 4h4l2 5-2.500 1.500a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1',
  hangUp:
    'M2.500 13.500c5.300-5.300 13.700-5.300 19 0l-2.300 2.800-3.700-1.700v-2.800a12 12 0 0 0-7 0v2.800l-3.700 1.700z',
  video: 'M3 7h12v10H3zM15 11l6-4v10l-6-4',
  videoOff: 'M4 4l16 16M9 7h6v6M15 17H3V7h1M15 11l6-4v10l-3-2',
  microphoneOff:
    'M4 4l16 16M9 6a3 3 0 0 1 6 0v5M13 13.800A3 3 0 0 1 9 11V9M5 11a7 7 0 0 0 11 5.700M19 11a7 7 0 0 1-.600 2.900M12 18v3',
  screen: 'M3 5h18v12H3zM8 21h8M12 14V8M9.500 10.500L12 8l2.500 2.500',
  pip: 'M3 5h18v14H3zM12 12h7v5h-7z',
  expand: 'M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5',
  shrink: 'M4 9h5V4M20 9h-5V4M4 15h5v5M20 15h-5v5',
  sliders:
    'M4 7h9M17 7h3M4 17h3M11 17h9M13 7a2 2 0 1 0 4 0 2 2 0 1 0-4 0M7 17a2 2 0 1 0 4 0 2 2 0 1 0-4 0',
  missed:
    'M5 5l6 6 7-7M13 4h5v5M3 18c5.300-3.700 12.700-3.700 18 0l-2 2.500-3.200-1.300v-2a12 12 0 0 0-7.600 0v2L5 20.500z',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  camera: 'M4 8h4l2-3h4l2 3h4v11H4zM12 17a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7',
  check: 'M5 13l4 4L19 7',
  checks: 'M2 13l4 4 9-10M11 16l1 1 10-10',
  clip: 'M8 12l6-6a4 4 0 0 1 6 6l-8 8a6 6 0 0 1-8-8l7-7',
  timer: 'M12 21a8 8 0 1 0 0-16 8 8 0 0 0 0 16M12 9v4M9.500 2.500h5',
  clock: 'M12 7v5l3 3M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M12 4v12M6 11l6 6 6-6M5 20h14',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  lock: 'M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3',
  message: 'M4 5h16v11H11l-5 4v-4H4z',
  microphone: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3M5 11a7 7 0 0 0 14 0M12 18v3',
  minus: 'M5 12h14',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  pin: 'M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v6',
  unpin: 'M4 4l16 16M9.500 6L9 4h6l-1 6 2 2M10 10l-3 3v2h8M12 15v6',
  archive: 'M4 5h16v4H4zM5.500 9v10h13V9M10 13h4',
  unarchive: 'M4 5h16v4H4zM5.500 9v10h13V9M12 17v-5M9.500 14L12 11.500l2.500 2.500',
  dot: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8',
  note: 'M6 3h12v18l-6-4.500L6 21z',
  open: 'M6 11h12v9H6zM8 11V8a4 4 0 0 1 7-2.6',
  pause: 'M8 6v12M16 6v12',
  pen: 'M4 20l1-5L16 4l4 4L9 19z',
  play: 'M8 5l11 7-11 7z',
  forward: 'M15 7l5 5-5 5M20 12H10a6 6 0 0 0-6 6',
  reply: 'M9 7l-5 5 5 5M4 12h10a6 6 0 0 1 6 6',
  send: 'M4 12l16-8-6 16-3-7z',
  smile: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8.5 10h.01M15.5 10h.01M8 14a5 5 0 0 0 8 0',
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
