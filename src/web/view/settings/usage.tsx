// Storage by person: what this device keeps of each, and room made again.
import { useEffect, useState } from 'preact/hooks';
import { bytes } from '../../i18n/format';
import type { PersonUsage } from '../../model/messages/offline/device-usage';
import { Face } from '../ui/person/face';
import { nameOf } from '../ui/person/person-name';
import { useApp } from '../ui/use-app';

export const UsageByPerson = () => {
  const app = useApp();
  const { t, attempt, conversations, format, offline, toast } = app;
  const [all, setAll] = useState<PersonUsage[] | null>(null);
  const load = async () => setAll(await offline.usage.byPerson());
  useEffect(() => attempt(load), []);
  const texts = t.value.settings;
  const free = async ({ friend_id, file_bytes }: PersonUsage) => {
    await offline.usage.free(friend_id);
    await load();
    toast.show(texts.freed(bytes(file_bytes)));
  };
  const personOf = (id: number) =>
    conversations.list.value.find(({ friend }) => friend.id === id)?.friend;
  return (
    <section>
      <h3>{texts.byPerson}</h3>
      <p class="hint">{all?.length === 0 ? texts.nothingKept : texts.byPersonText}</p>
      <ul class="list">
        {all?.map((usage) => {
          const { friend_id, messages, bytes: size, file_bytes } = usage;
          const person = personOf(friend_id);
          if (person === undefined) return null;
          return (
            <li class="request" key={friend_id}>
              <Face person={person} />
              <span class="row-text">
                <bdi class="row-name">{nameOf(app, person)}</bdi>
                <span class="row-line">
                  {`${bytes(size)} · ${t.value.exports.messages(messages, format.count(messages))}`}
                </span>
              </span>
              {file_bytes > 0 ? (
                <button type="button" class="small" onClick={() => attempt(() => free(usage))}>
                  {texts.freeThis(bytes(file_bytes))}
                </button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
};
