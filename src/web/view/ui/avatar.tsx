// A person's picture or initial. Pictures on other servers are not loaded.
import { useState } from 'preact/hooks';

interface Props {
  person: { id: number; username: string; display_name?: string | undefined; avatar: string };
  /** What they are called here, if not as they want to be. */
  name?: string | undefined;
  status?: string | undefined;
  kind?: string;
}

const OWN = /^\/api\/v1\/avatars\/[a-z0-9]+$/;

/** One letter as people see it: with its accent, but not with a pile of them; a flag is two letters. */
const initial = (name: string): string => {
  const text = name.normalize('NFC');
  const [first = ''] = /^\p{RI}{2}/u.exec(text) ?? [...text];
  return first.toUpperCase();
};

export const Avatar = ({ person, name, status, kind = '' }: Props) => {
  /** Without a connection one that is not kept does not come. */
  const [missing, setMissing] = useState('');
  const hasPicture = OWN.test(person.avatar) && missing !== person.avatar;
  return (
    <span class={`avatar ${kind}`} data-hue={person.id % 6}>
      {hasPicture ? (
        <img src={person.avatar} alt="" loading="lazy" onError={() => setMissing(person.avatar)} />
      ) : (
        <span aria-hidden="true">{initial(name || person.display_name || person.username)}</span>
      )}
      {status && status !== 'offline' ? <span class={`presence ${status}`} /> : null}
    </span>
  );
};
