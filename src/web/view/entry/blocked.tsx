import { useEffect } from 'preact/hooks';
import { Avatar } from '../ui/avatar';
import { useApp } from '../ui/use-app';

export const Blocked = () => {
  const { w, attempt, people } = useApp();
  const { load, list, unblock } = people.blocks;
  useEffect(() => attempt(load), []);
  const blocks = list();
  return (
    <section>
      <h3>{w.value.pages.blocked}</h3>
      <p class="hint">{blocks?.length === 0 ? w.value.noBlocked : w.value.blockedText}</p>
      <ul class="list">
        {blocks?.map(({ user }) => (
          <li class="request" key={user.id}>
            <Avatar person={user} />
            <span class="row-text">
              <bdi class="row-name">{user.username}</bdi>
            </span>
            <button type="button" class="small" onClick={() => attempt(() => unblock(user.id))}>
              {w.value.unblock}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};
