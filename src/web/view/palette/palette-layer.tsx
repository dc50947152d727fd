// The place of the palette above everything, and the keys that lead to it.
import { lazy } from '../ui/lazy';
import { useApp } from '../ui/use-app';
import { useShortcuts } from './keys';

const Palette = lazy(async () => (await import('./palette')).Palette);

export const PaletteLayer = () => {
  const app = useApp();
  useShortcuts(app);
  return app.panel.shown.value === 'palette' ? <Palette /> : null;
};
