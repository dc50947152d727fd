import type { ComponentChildren } from 'preact';
import { Icon } from '../ui/icon';
import { Logo, Rings } from '../ui/logo';
import { SchemeSwitch } from '../ui/scheme-switch';
import { useCore } from '../ui/use-app';
import { LanguageSwitch } from './language';

const Name = ({ kind = '' }: { kind?: string }) => {
  const app = useCore();
  const { t } = app;
  return (
    <p class={`name ${kind}`} translate={false}>
      <Logo />
      {t.value.ui.brand}
    </p>
  );
};

/** The frame of the screens before the conversations. */
export const CardPage = ({ children }: { children: ComponentChildren }) => {
  const { t } = useCore();
  return (
    <div class="card-page">
      <aside class="promise" aria-label={t.value.ui.brand}>
        <Rings />
        <Name />
        <p class="tagline">{t.value.entry.tagline}</p>
        <ul>
          {t.value.entry.promises.map((promise) => (
            <li key={promise}>
              <Icon name="check" />
              <span>{promise}</span>
            </li>
          ))}
        </ul>
      </aside>
      <main class="card-main">
        <div class="card">
          <Name kind="brand-narrow" />
          {children}
          <footer class="card-foot">
            <LanguageSwitch />
            <SchemeSwitch />
          </footer>
        </div>
      </main>
    </div>
  );
};
