import { current } from '../model/state';
import { w } from '../words/words';
import { Chat } from './chat';
import { Mark } from './mark';
import { Sidebar } from './sidebar';

/** List and conversation side by side; on a phone one at a time. */
export const Shell = () => (
  <div class="shell" data-open={current.value !== null}>
    <Sidebar />
    {current.value ? (
      <Chat key={current.value.friend.id} friend={current.value.friend} />
    ) : (
      <main class="empty">
        <Mark />
        <h2>{w.value.choose}</h2>
        <p>{w.value.chooseText}</p>
      </main>
    )}
  </div>
);
