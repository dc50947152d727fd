import { useLayoutEffect, useState } from 'preact/hooks';
import type { SettingsPage } from '../../model/ui/panel';
import { Avatar } from '../ui/avatar';
import { Dialog } from '../ui/dialog';
import { cleanName } from '../ui/file-name';
import { Icon } from '../ui/icon';
import { Toasts } from '../ui/toast';
import { useApp } from '../ui/use-app';
import { GROUPS, PAGES, presentValue } from './pages';

const isNarrow = () => matchMedia('(max-width: 46rem)').matches;

interface EntryProps {
  name: SettingsPage;
  isShown: boolean;
  onShow: () => void;
}

/** Its name is what it is called by; what it has now is told after it (and drawn by the style sheet). */
const Entry = ({ name, isShown, onShow }: EntryProps) => {
  const app = useApp();
  const label = app.t.value.settings.pages[name];
  const value = presentValue(app, name);
  return (
    <button
      type="button"
      aria-label={label}
      aria-description={value}
      aria-current={isShown}
      onClick={onShow}
    >
      <Icon name={PAGES[name][0]} />
      <span class="settings-name">{label}</span>
      <span class="settings-value" data-value={value} />
    </button>
  );
};

/** Whose settings they are; it leads to what others see of them. */
const Head = ({ onShow }: Pick<EntryProps, 'onShow'>) => {
  const { t, account } = useApp();
  const own = account.me.value;
  if (own === null) return null;
  const { username, display_name } = own;
  return (
    <button
      type="button"
      class="settings-head"
      aria-description={t.value.settings.pages.profile}
      onClick={onShow}
    >
      <Avatar person={own} />
      <span class="row-text">
        <bdi class="row-name">{cleanName(display_name || username)}</bdi>
        {display_name ? <bdi class="row-line">{username}</bdi> : null}
      </span>
      <Icon name="next" />
    </button>
  );
};

const SignOut = () => {
  const { t, attempt, session, confirm } = useApp();
  const signOut = async () => {
    const isConfirmed = await confirm.ask({
      title: t.value.entry.signOut,
      text: t.value.settings.signOutText,
      action: t.value.entry.signOut,
      isDangerous: false,
    });
    if (isConfirmed) await session.logout();
  };
  return (
    <button type="button" class="danger last" onClick={() => attempt(signOut)}>
      <Icon name="leave" />
      {t.value.entry.signOut}
    </button>
  );
};

/** On a phone a page lies over the list, so that a step back leads there. */
const PageLayer = () => {
  const { screen } = useApp();
  const [layer, setLayer] = useState(0);
  useLayoutEffect(() => {
    const opened = screen.openDialog();
    setLayer(opened);
    return () => screen.closeDialog(opened);
  }, []);
  return <Toasts layer={layer} />;
};

interface Props {
  page: SettingsPage | null;
  onClose: () => void;
}

/** The list of pages beside the chosen page; one at a time on a phone. */
export const Settings = ({ page, onClose }: Props) => {
  const { t } = useApp();
  const [shown, setShown] = useState(page ?? (isNarrow() ? null : 'profile'));
  const Shown = shown ? PAGES[shown][1] : null;
  const entry = (name: SettingsPage) => ({
    isShown: shown === name,
    onShow: () => setShown(name),
  });
  return (
    <Dialog
      title={shown && isNarrow() ? t.value.settings.pages[shown] : t.value.settings.title}
      kind="wide"
      hasPanes
      onClose={onClose}
      onBack={shown ? () => setShown(null) : undefined}
    >
      <div class="settings" data-page={shown ?? 'none'}>
        <nav class="settings-list" aria-label={t.value.settings.title}>
          <Head onShow={() => setShown('profile')} />
          {GROUPS.map((names) => (
            <div class="settings-group" key={names.join()}>
              {names.map((name) => (
                <Entry key={name} name={name} {...entry(name)} />
              ))}
            </div>
          ))}
          <SignOut />
        </nav>
        <section
          class="settings-page"
          key={shown}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
          tabIndex={0}
          aria-label={t.value.settings.pages[shown ?? 'profile']}
        >
          {Shown ? <Shown /> : null}
        </section>
        {shown && isNarrow() ? <PageLayer /> : null}
      </div>
    </Dialog>
  );
};
