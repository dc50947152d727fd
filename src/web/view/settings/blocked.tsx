// Who is blocked, and how that ends.
import { useEffect } from 'preact/hooks';
import { Face } from '../ui/person/face';
import { PersonName } from '../ui/person/person-name';
import { useApp } from '../ui/use-app';

export const Blocked = () => {
  const { t, attempt, people } = useApp();
  const { load, list, unblock } = people.blocks;
  useEffect(() => attempt(load), []);
  const blocks = list();
  return (
    <section>
      <h3 class="only-wide">{t.value.settings.pages.blocked}</h3>
      <p class="hint">
        {blocks?.length === 0 ? t.value.settings.nobodyBlocked : t.value.settings.blockedText}
      </p>
      <ul class="list">
        {blocks?.map(({ user }) => (
          <li class="request" key={user.id}>
            <Face person={user} />
            <span class="row-text">
              <span class="row-name">
                <PersonName person={user} />
              </span>
            </span>
            <button type="button" class="small" onClick={() => attempt(() => unblock(user.id))}>
              {t.value.people.unblock}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};
