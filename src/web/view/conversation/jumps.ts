// From a reply to the message that it quotes, and back.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Item } from '../../model/messages/item';
import { useApp } from '../ui/use-app';

/** Jumps to a quoted message, and back to the reply. */
export const useJumps = (friend_id: number, isAtEnd: boolean) => {
  const { attempt, actions } = useApp();
  const [jumpedFrom, setJumpedFrom] = useState<number[]>([]);
  const onJump = useCallback(
    (from: Item, id: number) =>
      attempt(async () => {
        if (!(await actions.toMessage(friend_id, id))) return;
        setJumpedFrom((before) => [...before, from.id]);
      }),
    [friend_id],
  );
  const goBack = () => {
    const origin = jumpedFrom.at(-1);
    setJumpedFrom(jumpedFrom.slice(0, -1));
    attempt(async () => {
      await (origin ? actions.toMessage(friend_id, origin) : actions.toEnd(friend_id));
    });
  };
  // Whoever has come to the end by themselves is not led back from there.
  useEffect(() => {
    if (isAtEnd) setJumpedFrom([]);
  }, [isAtEnd]);
  return { onJump, goBack, hasJumped: jumpedFrom.length > 0 };
};
