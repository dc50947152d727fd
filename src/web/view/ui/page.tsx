import type { ComponentChildren } from 'preact';
import { LanguageSwitch } from '../entry/language';
import { SchemeSwitch } from '../settings/appearance';
import { Icon } from './icon';
import { Mark, Rings } from './logo';
import { useApp } from './use-app';

const Name = ({ kind = '' }: { kind?: string }) => {
  const app = useApp();
  const { w } = app;
  return (
    <p class={`name ${kind}`} translate={false}>
      <Mark />
      {w.value.brand}
    </p>
  );
};

/** The frame of the screens before the conversations. */
export const Page = ({ children }: { children: ComponentChildren }) => {
  const { w } = useApp();
  return (
    <div class="entry-page">
      <aside class="promise" aria-label={w.value.brand}>
        <Rings />
        <Name />
        <p class="tagline">{w.value.tagline}</p>
        <ul>
          {w.value.promises.map((promise) => (
            <li key={promise}>
              <Icon name="check" />
              <span>{promise}</span>
            </li>
          ))}
        </ul>
      </aside>
      <main class="entry-main">
        <div class="card">
          <Name kind="brand-alone" />
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
