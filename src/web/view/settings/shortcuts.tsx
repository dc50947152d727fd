// All keyboard shortcuts.
import { keyName, SHORTCUTS } from '../palette/shortcuts';
import { useApp } from '../ui/use-app';

export const Shortcuts = () => {
  const { shortcuts } = useApp().t.value.palette;
  return (
    <section>
      <dl class="shortcuts">
        {SHORTCUTS.map(([name, keys]) => (
          <>
            <dt>{shortcuts[name]}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{keyName(key)}</kbd>
              ))}
            </dd>
          </>
        ))}
      </dl>
    </section>
  );
};
