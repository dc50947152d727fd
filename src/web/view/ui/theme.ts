import type { Client } from './use-app';

/** As it looks now, by choice or by the system's. */
export const isDark = ({ theme }: Client): boolean =>
  theme.scheme.value === 'dark' ||
  (theme.scheme.value === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
