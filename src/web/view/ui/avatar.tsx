// A person's picture or initial. Pictures on other servers are not loaded.
interface Props {
  person: { id: number; username: string; avatar: string };
  status?: string | undefined;
  kind?: string;
}

const OWN = /^\/api\/v1\/avatars\/[a-z0-9]+$/;

/** One letter as people see it: with its accent, but not with a pile of them. */
const initial = (name: string): string => {
  const [first] = [...name.normalize('NFC')];
  return first?.toUpperCase() ?? '';
};

export const Avatar = ({ person, status, kind = '' }: Props) => (
  <span class={`avatar ${kind}`} data-hue={person.id % 6}>
    {OWN.test(person.avatar) ? (
      <img src={person.avatar} alt="" loading="lazy" />
    ) : (
      <span aria-hidden="true">{initial(person.username)}</span>
    )}
    {status && status !== 'offline' ? <span class={`presence ${status}`} /> : null}
  </span>
);
