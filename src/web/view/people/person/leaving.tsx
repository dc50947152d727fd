// What ends something: each is asked about once more.
import type { Friend } from '../../../../protocol/objects';
import { useApp } from '../../ui/use-app';
import { clearAfterAsking } from '../clear-chat';
import { Line } from './line';

interface Props {
  friend: Friend;
  onClose: () => void;
}

export const Leaving = ({ friend, onClose }: Props) => {
  const app = useApp();
  const { t, attempt, people, confirm } = app;
  const name = app.naming.inFull(friend);
  const texts = t.value.people;
  const leave = (act: string, text: string, run: () => Promise<unknown>) =>
    attempt(async () => {
      if (!(await confirm.ask({ title: act, text, action: act, isDangerous: true }))) return;
      await run();
      onClose();
    });
  const clear = async () => {
    if (await clearAfterAsking(app, friend)) onClose();
  };
  const unfriend = () =>
    leave(texts.unfriend, texts.unfriendText(name), () => people.unfriend(friend));
  const block = () => leave(texts.block, texts.blockText(name), () => people.blocks.block(friend));
  return (
    <section class="person-lines">
      <Line isDangerous icon="bin" text={t.value.sidebar.clear} onClick={() => attempt(clear)} />
      {people.friendOf(friend.id) ? (
        <>
          <Line isDangerous icon="leave" text={texts.unfriend} onClick={unfriend} />
          <Line isDangerous icon="ban" text={texts.block} onClick={block} />
        </>
      ) : null}
    </section>
  );
};
