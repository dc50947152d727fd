// What ends something: each is asked about once more.
import type { Friend } from '../../../../protocol/objects';
import type { IconName } from '../../ui/icon';
import { Icon } from '../../ui/icon';
import { useApp } from '../../ui/use-app';
import { clearAfterAsking } from '../clear-chat';

interface Props {
  friend: Friend;
  onClose: () => void;
}

const Line = ({ icon, text, onClick }: { icon: IconName; text: string; onClick: () => void }) => (
  <button type="button" class="person-line danger" onClick={onClick}>
    <Icon name={icon} />
    <span class="plain">{text}</span>
  </button>
);

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
      <Line icon="bin" text={t.value.sidebar.clear} onClick={() => attempt(clear)} />
      {people.friendOf(friend.id) ? (
        <>
          <Line icon="leave" text={texts.unfriend} onClick={unfriend} />
          <Line icon="ban" text={texts.block} onClick={block} />
        </>
      ) : null}
    </section>
  );
};
