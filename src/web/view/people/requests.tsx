import type { FriendRequest } from '../../model/people/people';
import { Avatar } from '../ui/avatar';
import { IconButton } from '../ui/icon';
import { useApp } from '../ui/use-app';

const Request = ({ request }: { request: FriendRequest }) => {
  const app = useApp();
  const { w, attempt, people } = app;
  return (
    <li class="request">
      <Avatar person={request.user} />
      <span class="row-text">
        <bdi class="row-name">{request.user.username}</bdi>
        <span class="row-line" title={request.message}>
          {request.message || w.value.wantsToChat}
        </span>
      </span>
      <span class="request-acts">
        <button
          type="button"
          class="primary small"
          aria-label={`${w.value.accept} ${request.user.username}`}
          onClick={() => attempt(() => people.answer(request, 'accept'))}
        >
          {w.value.accept}
        </button>
        <IconButton
          icon="close"
          label={`${w.value.reject} ${request.user.username}`}
          onClick={() => attempt(() => people.answer(request, 'reject'))}
        />
      </span>
    </li>
  );
};

export const Requests = () => {
  const {
    w,
    people: { requests },
  } = useApp();
  return requests.value.length > 0 ? (
    <section aria-label={w.value.requests}>
      <h2 class="caption">{w.value.requests}</h2>
      <ul class="list">
        {requests.value.map((request) => (
          <Request key={request.request_id} request={request} />
        ))}
      </ul>
    </section>
  ) : null;
};
