// Light or dark, as the system has it unless someone chose here.
import { keepText, recallText } from '../../model/store/storage';

export type Scheme = 'system' | 'light' | 'dark';

export const scheme = (): Scheme => {
  const kept = recallText('scheme');
  return kept === 'light' || kept === 'dark' ? kept : 'system';
};

export const isDark = (): boolean =>
  scheme() === 'dark' ||
  (scheme() === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);

export const applyScheme = (): void => {
  document.documentElement.dataset.scheme = scheme();
};

export const chooseScheme = (next: Scheme): void => {
  keepText('scheme', next);
  applyScheme();
};
