// Friend requests that wait for an answer.
import type { FriendRequest } from '../../model/people/people';
import { IconButton } from '../ui/icon';
import { Face } from '../ui/person/face';
import { nameOf, PersonName } from '../ui/person/person-name';
import { useApp } from '../ui/use-app';

const Request = ({ request }: { request: FriendRequest }) => {
  const app = useApp();
  const { t, attempt, people } = app;
  const name = nameOf(app, request.user);
  return (
    <li class="request">
      <Face person={request.user} />
      <span class="row-text">
        <span class="row-name">
          <PersonName person={request.user} />
        </span>
        <span class="row-line" title={request.message}>
          <bdi>{request.message || t.value.people.wantsToChat}</bdi>
        </span>
      </span>
      <span class="request-acts">
        <button
          type="button"
          class="primary small"
          aria-label={`${t.value.people.accept} ${name}`}
          onClick={() => attempt(() => people.answer(request, 'accept'))}
        >
          {t.value.people.accept}
        </button>
        <IconButton
          icon="close"
          label={`${t.value.people.decline} ${name}`}
          onClick={() => attempt(() => people.answer(request, 'reject'))}
        />
      </span>
    </li>
  );
};

export const Requests = () => {
  const {
    t,
    people: { requests },
  } = useApp();
  return requests.value.length > 0 ? (
    <section aria-label={t.value.people.requests}>
      <h2 class="caption">{t.value.people.requests}</h2>
      <ul class="list">
        {requests.value.map((request) => (
          <Request key={request.request_id} request={request} />
        ))}
      </ul>
    </section>
  ) : null;
};
