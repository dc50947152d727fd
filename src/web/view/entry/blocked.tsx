import { useEffect, useState } from 'preact/hooks';
import type { Blocks } from '../../../features/friends/model';
import { attempt, w } from '../../i18n/language';
import { app } from '../../model/app';
import { Avatar } from '../ui/avatar';

export const Blocked = () => {
  const [blocks, setBlocks] = useState<Blocks | null>(null);
  const load = async () => setBlocks(await app.people.blocks());
  useEffect(() => attempt(load), []);
  const unblock = (id: number) => async () => {
    await app.people.unblock(id);
    await load();
  };
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
            <button type="button" class="small" onClick={() => attempt(unblock(user.id))}>
              {w.value.unblock}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};
