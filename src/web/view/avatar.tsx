// A person's picture, or initials: pictures of other servers are not fetched.
interface Props {
  person: { id: number; username: string; avatar: string };
  status?: string;
}

const OWN = /^\/api\/v1\/avatars\/[a-z0-9]+$/;

export const Avatar = ({ person, status }: Props) => (
  <span class="avatar" data-hue={person.id % 6}>
    {OWN.test(person.avatar) ? (
      <img src={person.avatar} alt="" loading="lazy" />
    ) : (
      <span aria-hidden="true">{[...person.username][0]?.toUpperCase()}</span>
    )}
    {status && status !== 'offline' ? <span class={`presence ${status}`} /> : null}
  </span>
);
