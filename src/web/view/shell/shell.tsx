import { Chat } from '../conversation/conversation';
import { Sidebar } from '../sidebar/sidebar';
import { Mark } from '../ui/logo';
import { useApp } from '../ui/use-app';

/** List and conversation side by side; on a phone one at a time. */
export const Shell = () => {
  const {
    w,
    conversations: { current },
  } = useApp();
  return (
    <main class="shell" data-open={current.value !== null}>
      <h1 class="unseen">{w.value.brand}</h1>
      <Sidebar />
      {current.value ? (
        <Chat key={current.value.friend.id} friend={current.value.friend} />
      ) : (
        <div class="empty">
          <Mark />
          <h2>{w.value.choose}</h2>
          <p>{w.value.chooseText}</p>
        </div>
      )}
    </main>
  );
};
